-- The sequential test of a canary is computed outside; here it finds its pairs of forecasts, and here its state moves on and
-- its decision is carried out, both in one transaction, so that no decision is lost and none is made twice. A bar whose
-- outcome is late holds up those after it for as long as its symbol goes on trading: horizons count bars, not days.

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
      p.outcome_due_at, p.horizon_bars * internal.timeframe_interval(p.timeframe) as horizon
    from test as t
    inner join public.ml_predictions as p
      on p.model_version in (t.champion_version, t.canary_version)
      and p.bar_ts > coalesce(t.processed_bar_ts, '-infinity')
    where p.prediction_timestamp >= t.started_at and not p.features_given
    order by p.model_version asc, p.bar_ts asc, p.symbol asc, p.prediction_timestamp asc, p.id asc
  ),
  series as (
    select
      s.symbol, s.timeframe,
      exists (
        select from public.market_data as b
        where b.symbol = s.symbol and b.timeframe = s.timeframe and b.ts > now() - interval '14 days'
      ) as is_trading
    from (select distinct f.symbol, f.timeframe from forecast as f) as s
  ),
  pair as (
    select
      a.symbol, a.bar_ts, a.timeframe, a.probabilities as champion, b.probabilities as canary, a.actual_outcome as outcome,
      greatest(a.outcome_timestamp, b.outcome_timestamp) as settled_at,
      dense_rank() over (order by a.bar_ts) as bar_number,
      -- A bar that is still waited for holds up those after it. A week after its horizon by the calendar it is passed over
      -- if its symbol has had no bar for two weeks, which is longer than any exchange's holidays. Otherwise it waits for
      -- ten times its horizon and two weeks more: a market open four hours on five days of seven needs 8.4 times.
      min(a.bar_ts) filter (
        where a.actual_outcome is null and (
          a.outcome_due_at > now() - interval '7 days'
          or (s.is_trading and a.outcome_due_at + 9 * a.horizon > now() - interval '14 days')
        )
      ) over () as waiting_from
    from test as t
    inner join forecast as a on a.model_version = t.champion_version
    inner join forecast as b on b.model_version = t.canary_version and b.symbol = a.symbol and b.bar_ts = a.bar_ts
    inner join series as s on s.symbol = a.symbol and s.timeframe = a.timeframe
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
  'Bars that both models of a canary test predicted since it began, that have their outcome and that it has '
  'not counted yet, of the first p_max_bars bars: [{symbol, timeframe, bar_ts, champion, canary, outcome, '
  'settled_at}], oldest first.';
revoke all on function public.read_canary_pairs(bigint, integer) from public;
grant execute on function public.read_canary_pairs(bigint, integer) to service_role;

create function public.save_canary_test(p_test jsonb, p_processed_before timestamptz, p_decision text, p_actor jsonb)
returns boolean
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_id constant bigint := (p_test ->> 'id')::bigint;
  v_test public.ml_canary_tests;
  v_canary public.ml_models;
begin
  if p_decision is not null and p_decision not in ('promote', 'rollback') then
    raise exception 'a test decides promote or rollback, not %', p_decision using errcode = 'EW400';
  end if;
  select * into v_test from public.ml_canary_tests as t where t.id = v_id;
  if not found then
    raise exception 'unknown canary test %', v_id using errcode = 'EW404';
  end if;
  v_canary := internal.lock_scope_of(v_test.canary_version);
  select * into v_test from public.ml_canary_tests as t
  where t.id = v_id and t.ended_at is null and t.processed_bar_ts is not distinct from p_processed_before
  for update;
  if not found then
    return false;
  end if;
  perform internal.update_row(v_test, p_test);
  if p_decision = 'promote' then
    perform public.promote_model(v_canary.model_version, p_actor);
  elsif p_decision = 'rollback' then
    perform internal.end_canary(v_canary, 'canary_rollback', p_actor);
  end if;
  return true;
end
$$;
comment on function public.save_canary_test(jsonb, timestamptz, text, jsonb) is
  'Moves an open canary test on by compare-and-set on processed_bar_ts, and carries out its decision, if '
  'any: promote or rollback. False: somebody else moved it on, or it has ended, and nothing changed. EW404 '
  'unknown.';
revoke all on function public.save_canary_test(jsonb, timestamptz, text, jsonb) from public;
grant execute on function public.save_canary_test(jsonb, timestamptz, text, jsonb) to service_role;
