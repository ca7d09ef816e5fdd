-- The sequential test of a canary is computed outside; here it finds its pairs of forecasts, and here its state moves on and
-- its decision is carried out, both in one transaction, so that no decision is lost and none is made twice.

create function private.refuse_incomparable()
returns trigger
language plpgsql
stable
set search_path = ''
as $$
begin
  if (
    select count(distinct (m.feature_set_version, m.label_spec)) from public.ml_models as m
    where m.model_version in (new.champion_version, new.canary_version)
  ) <> 1 then
    raise exception 'models % and % read other features or are labelled by other rules: no outcome compares them',
      new.champion_version, new.canary_version using errcode = 'EW409';
  end if;
  return new;
end
$$;
comment on function private.refuse_incomparable() is
  'Trigger: a canary is tested only against a model that sees the same inputs and forecasts the same outcomes (EW409).';
revoke all on function private.refuse_incomparable() from public;

create trigger ml_canary_tests_comparable
before insert on public.ml_canary_tests
for each row execute function private.refuse_incomparable();

create function private.canary_test_json(p_test public.ml_canary_tests)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select to_jsonb(p_test)
$$;
comment on function private.canary_test_json(public.ml_canary_tests) is 'A canary test as one object.';
revoke all on function private.canary_test_json(public.ml_canary_tests) from public;
grant execute on function private.canary_test_json(public.ml_canary_tests) to service_role;

create function public.list_open_canary_tests()
returns jsonb
language sql
stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(private.canary_test_json(t) order by t.id), '[]')
  from public.ml_canary_tests as t
  where t.ended_at is null
$$;
comment on function public.list_open_canary_tests() is 'The canary tests that are under way, as an array.';
revoke all on function public.list_open_canary_tests() from public;
grant execute on function public.list_open_canary_tests() to service_role;

create function public.find_canary_test(p_model_version text)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select private.canary_test_json(t)
  from public.ml_canary_tests as t
  where t.canary_version = p_model_version
  order by t.id desc
  limit 1
$$;
comment on function public.find_canary_test(text) is 'The newest test of a canary, under way or ended; null = it never was one.';
revoke all on function public.find_canary_test(text) from public;
grant execute on function public.find_canary_test(text) to service_role;

create function public.read_canary_pairs(p_test_id bigint, p_max_bars integer)
returns jsonb
language sql
stable
set search_path = ''
as $$
  with test as (
    select * from public.ml_canary_tests as t where t.id = p_test_id
  ),
  forecast as (
    select distinct on (p.model_version, p.bar_ts, p.symbol)
      p.model_version, p.bar_ts, p.symbol, p.timeframe, p.probabilities, p.actual_outcome, p.outcome_timestamp,
      p.outcome_due_at
    from test as t
    inner join public.ml_predictions as p
      on p.model_version in (t.champion_version, t.canary_version)
      and p.bar_ts > coalesce(t.processed_bar_ts, '-infinity')
    where p.prediction_timestamp >= t.started_at and not p.features_given
    order by p.model_version asc, p.bar_ts asc, p.symbol asc, p.prediction_timestamp asc, p.id asc
  ),
  pair as (
    select
      a.symbol, a.bar_ts, a.timeframe, a.probabilities as champion, b.probabilities as canary, b.actual_outcome as outcome,
      greatest(a.outcome_timestamp, b.outcome_timestamp) as settled_at,
      dense_rank() over (order by a.bar_ts) as bar_number,
      -- A bar that is still waited for holds up those after it; after a week it is passed over.
      min(a.bar_ts) filter (
        where a.actual_outcome is null and a.outcome_due_at > now() - interval '7 days'
      ) over () as waiting_from
    from test as t
    inner join forecast as a on a.model_version = t.champion_version
    inner join forecast as b on b.model_version = t.canary_version and b.symbol = a.symbol and b.bar_ts = a.bar_ts
  )
  select coalesce(
    jsonb_agg(
      jsonb_build_object(
        'symbol', p.symbol, 'timeframe', p.timeframe, 'bar_ts', p.bar_ts, 'champion', p.champion, 'canary', p.canary,
        'outcome', p.outcome, 'settled_at', p.settled_at
      )
      order by p.bar_ts, p.symbol
    ),
    '[]'
  )
  from pair as p
  where p.outcome is not null and p.bar_number <= p_max_bars
    and (p.waiting_from is null or p.bar_ts < p.waiting_from)
$$;
comment on function public.read_canary_pairs(bigint, integer) is
  'Bars that both models of a canary test predicted since it began, that have their outcome and that it has not counted '
  'yet, of the first p_max_bars bars: [{symbol, timeframe, bar_ts, champion, canary, outcome, settled_at}], oldest first.';
revoke all on function public.read_canary_pairs(bigint, integer) from public;
grant execute on function public.read_canary_pairs(bigint, integer) to service_role;

create function public.save_canary_test(p_test jsonb, p_processed_before timestamptz, p_decision text, p_actor jsonb)
returns boolean
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_version text;
  v_canary public.ml_models;
  v_test public.ml_canary_tests := jsonb_populate_record(null::public.ml_canary_tests, p_test);
begin
  if p_decision is not null and p_decision not in ('promote', 'rollback') then
    raise exception 'a test decides promote or rollback, not %', p_decision using errcode = 'EW400';
  end if;
  select t.canary_version into v_version from public.ml_canary_tests as t where t.id = v_test.id;
  if not found then
    raise exception 'unknown canary test %', v_test.id using errcode = 'EW404';
  end if;
  v_canary := private.lock_scope_of(v_version);
  update public.ml_canary_tests as t
  set
    observations = v_test.observations,
    state = v_test.state,
    log_e_better = v_test.log_e_better,
    log_e_worse = v_test.log_e_worse,
    mean_gain = v_test.mean_gain,
    processed_bar_ts = v_test.processed_bar_ts
  where t.id = v_test.id and t.ended_at is null and t.processed_bar_ts is not distinct from p_processed_before;
  if not found then
    return false;
  end if;
  if p_decision = 'promote' then
    perform public.promote_model(v_canary.model_version, p_actor);
  elsif p_decision = 'rollback' then
    perform private.end_canary(v_canary, 'canary_rollback', p_actor);
  end if;
  return true;
end
$$;
comment on function public.save_canary_test(jsonb, timestamptz, text, jsonb) is
  'Moves an open canary test on by compare-and-set on processed_bar_ts, and carries out its decision, if any: promote or '
  'rollback. False: somebody else moved it on, or it has ended, and nothing changed. EW404 unknown.';
revoke all on function public.save_canary_test(jsonb, timestamptz, text, jsonb) from public;
grant execute on function public.save_canary_test(jsonb, timestamptz, text, jsonb) to service_role;
