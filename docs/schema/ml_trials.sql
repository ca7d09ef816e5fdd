-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create table public.ml_trials (
  id bigint not null generated always as identity,
  job_id uuid,
  model_version text,
  universe text not null,
  timeframe text not null,
  horizon_bars integer not null,
  family text not null,
  params jsonb not null default '{}',
  seed bigint,
  log_loss double precision,
  sharpe_ratio double precision,
  metrics jsonb not null default '{}',
  created_at timestamptz not null default now(),
  trial integer,
  constraint ml_trials_pkey primary key (id),
  constraint ml_trials_model_version_key unique (model_version),
  constraint ml_trials_model_version_fkey foreign key (model_version)
    references public.ml_models (model_version),
  constraint ml_trials_universe_fkey foreign key (universe) references public.universes (name),
  constraint ml_trials_horizon_bars_range check (horizon_bars >= 1),
  constraint ml_trials_log_loss_range check (log_loss >= 0),
  constraint ml_trials_timeframe_known check (timeframe in ('1m', '5m', '15m', '1h', '4h', '1d')),
  constraint ml_trials_trial_range check (trial >= 0)
);

comment on table public.ml_trials is 'Append-only count of every model configuration tried.';
comment on column public.ml_trials.model_version is
  'The model that came of it; null for a trial that was not kept.';
comment on column public.ml_trials.sharpe_ratio is
  'Sharpe ratio of a day after costs: a search''s trial has the mean over its inner folds, a model that of '
  'its holdout. Null where no day''s return differs from another''s.';
comment on column public.ml_trials.trial is
  'Number of the configuration within a search; null for the model that a job ends with.';

create index ml_trials_job_id on public.ml_trials (job_id);
create unique index ml_trials_job_id_trial_key on public.ml_trials (job_id, trial) where trial is not null;
create index ml_trials_scope on public.ml_trials (universe, timeframe, horizon_bars);

create trigger ml_trials_append_only
before delete or update on public.ml_trials
for each row execute function internal.refuse_change();

create trigger ml_trials_no_truncate
before truncate on public.ml_trials
for each statement execute function internal.refuse_change();

alter table public.ml_trials enable row level security;
create policy ml_trials_select_operator on public.ml_trials
for select to authenticated
using ((select internal.is_operator()));
grant select on public.ml_trials to authenticated;
grant select, insert on public.ml_trials to service_role;
