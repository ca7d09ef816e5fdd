-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

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
  constraint ml_canary_tests_canary_version_fkey foreign key (canary_version)
    references public.ml_models (model_version),
  constraint ml_canary_tests_champion_version_fkey foreign key (champion_version)
    references public.ml_models (model_version),
  constraint ml_canary_tests_universe_fkey foreign key (universe) references public.universes (name),
  constraint ml_canary_tests_end_complete check (num_nulls(outcome, ended_at) in (0, 2)),
  constraint ml_canary_tests_observations_range check (observations >= 0),
  constraint ml_canary_tests_outcome_known check (outcome in ('promoted', 'rolled_back', 'stopped'))
);

comment on table public.ml_canary_tests is
  'Sequential tests of canaries against the active model of their scope.';
comment on column public.ml_canary_tests.observations is 'Independent comparisons counted so far.';
comment on column public.ml_canary_tests.state is
  'What the test goes on from; null before its first observation.';
comment on column public.ml_canary_tests.log_e_better is
  'Natural logarithm of the e-value against "the canary is no better".';
comment on column public.ml_canary_tests.log_e_worse is 'The same against "the canary is no worse".';
comment on column public.ml_canary_tests.mean_gain is
  'Mean gain of the canary on its champion by the smoothed log score, in nats. Of tests that ended before '
  '2026-11-27: mean log loss saved, differences cut off at 1.';
comment on column public.ml_canary_tests.processed_bar_ts is
  'Opening time of the newest bar that was counted or passed over.';
comment on column public.ml_canary_tests.outcome is
  'promoted or rolled_back, by the test or by hand; stopped = ended without a decision.';

create index ml_canary_tests_canary_version on public.ml_canary_tests (canary_version);
create index ml_canary_tests_champion_version on public.ml_canary_tests (champion_version);
create unique index ml_canary_tests_one_open
on public.ml_canary_tests (universe, timeframe, horizon_bars)
where ended_at is null;
create index ml_canary_tests_scope on public.ml_canary_tests (universe, timeframe, horizon_bars, id desc);

create trigger ml_canary_tests_comparable
before insert on public.ml_canary_tests
for each row execute function internal.refuse_incomparable();

alter table public.ml_canary_tests enable row level security;
create policy ml_canary_tests_select_operator on public.ml_canary_tests
for select to authenticated
using ((select internal.is_operator()));
grant select on public.ml_canary_tests to authenticated;
grant select, insert, update on public.ml_canary_tests to service_role;
