-- A canary's comparison with the active model so far: the state of a sequential test on realised outcomes,
-- which may be looked at as often as one likes. A row is opened with the canary and closed with its end. Gains are scored
-- by a bounded proper score: cut off, they let a canary be promoted that is mostly right and sometimes ruinously wrong.

create function internal.refuse_incomparable()
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
comment on function internal.refuse_incomparable() is
  'Trigger: a canary is tested only against a model that sees the same inputs and forecasts the same '
  'outcomes (EW409).';
revoke all on function internal.refuse_incomparable() from public;

create table public.ml_canary_tests (
  id bigint not null generated always as identity,
  universe text not null,
  timeframe text not null,
  horizon_bars integer not null,
  champion_version text not null,
  canary_version text not null,
  started_at timestamptz not null default clock_timestamp(),
  observations integer not null default 0,
  state jsonb,
  log_e_better double precision not null default 0,
  log_e_worse double precision not null default 0,
  mean_gain double precision,
  processed_bar_ts timestamptz,
  outcome text,
  ended_at timestamptz,
  constraint ml_canary_tests_pkey primary key (id),
  constraint ml_canary_tests_universe_fkey foreign key (universe) references public.universes (name),
  constraint ml_canary_tests_champion_version_fkey
  foreign key (champion_version) references public.ml_models (model_version),
  constraint ml_canary_tests_canary_version_fkey
  foreign key (canary_version) references public.ml_models (model_version),
  constraint ml_canary_tests_observations_range check (observations >= 0),
  constraint ml_canary_tests_outcome_known check (outcome in ('promoted', 'rolled_back', 'stopped')),
  constraint ml_canary_tests_end_complete check (num_nulls(outcome, ended_at) in (0, 2))
);
create unique index ml_canary_tests_one_open on public.ml_canary_tests (universe, timeframe, horizon_bars)
where ended_at is null;
create index ml_canary_tests_scope on public.ml_canary_tests (universe, timeframe, horizon_bars, id desc);
create index ml_canary_tests_champion_version on public.ml_canary_tests (champion_version);
create index ml_canary_tests_canary_version on public.ml_canary_tests (canary_version);
comment on table public.ml_canary_tests is 'Sequential tests of canaries against the active model of their scope.';
comment on column public.ml_canary_tests.observations is 'Independent comparisons counted so far.';
comment on column public.ml_canary_tests.state is 'What the test goes on from; null before its first observation.';
comment on column public.ml_canary_tests.log_e_better is 'Natural logarithm of the e-value against "the canary is no better".';
comment on column public.ml_canary_tests.log_e_worse is 'The same against "the canary is no worse".';
comment on column public.ml_canary_tests.mean_gain is
  'Mean gain of the canary on its champion by the smoothed log score, in nats. Of tests that ended before 2026-11-27: mean log '
  'loss saved, differences cut off at 1.';
comment on column public.ml_canary_tests.processed_bar_ts is 'Opening time of the newest bar that was counted or passed over.';
comment on column public.ml_canary_tests.outcome is 'promoted or rolled_back, by the test or by hand; stopped = ended without a decision.';

create trigger ml_canary_tests_comparable
before insert on public.ml_canary_tests
for each row execute function internal.refuse_incomparable();

alter table public.ml_canary_tests enable row level security;
create policy ml_canary_tests_select_operator on public.ml_canary_tests
for select to authenticated using ((select internal.is_operator()));
grant select on public.ml_canary_tests to authenticated;
grant select, insert, update on public.ml_canary_tests to service_role;

create function internal.canary_test_json(p_test public.ml_canary_tests)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select to_jsonb(p_test)
$$;
comment on function internal.canary_test_json(public.ml_canary_tests) is 'A canary test as one object.';
revoke all on function internal.canary_test_json(public.ml_canary_tests) from public;
grant execute on function internal.canary_test_json(public.ml_canary_tests) to service_role;

create function public.list_open_canary_tests()
returns jsonb
language sql
stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(internal.canary_test_json(t) order by t.id), '[]')
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
  select internal.canary_test_json(t)
  from public.ml_canary_tests as t
  where t.canary_version = p_model_version
  order by t.id desc
  limit 1
$$;
comment on function public.find_canary_test(text) is
  'The newest test of a canary, under way or ended; null = it never was one.';
revoke all on function public.find_canary_test(text) from public;
grant execute on function public.find_canary_test(text) to service_role;
