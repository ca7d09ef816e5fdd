-- Findings of the drift watch, one row a check. Where there is too little data to tell, drift_detected is null: "no drift"
-- and "don't know" are different answers.

create table public.ml_model_drift (
  id uuid not null default gen_random_uuid(),
  model_version text not null,
  drift_date timestamptz not null default now(),
  data_drift_score double precision,
  prediction_drift_score double precision,
  performance_drift_score double precision,
  overall_drift_score double precision,
  feature_drift_details jsonb,
  drift_detected boolean,
  action_taken text,
  retraining_triggered boolean not null default false,
  drift_threshold double precision not null default 0.1,
  created_at timestamptz not null default now(),
  constraint ml_model_drift_pkey primary key (id),
  constraint ml_model_drift_model_version_fkey
  foreign key (model_version) references public.ml_models (model_version),
  constraint ml_model_drift_scores_range check (
    data_drift_score >= 0
    and prediction_drift_score >= 0
    and performance_drift_score >= 0
    and overall_drift_score >= 0
  ),
  constraint ml_model_drift_drift_threshold_positive check (drift_threshold > 0)
);
create index ml_model_drift_model_version on public.ml_model_drift (model_version, drift_date desc);
comment on table public.ml_model_drift is 'Drift checks of models: inputs, predictions and realised performance.';
comment on column public.ml_model_drift.drift_detected is 'Null = too little data to tell.';

alter table public.ml_model_drift enable row level security;
create policy ml_model_drift_select_operator on public.ml_model_drift
for select to authenticated using ((select internal.is_operator()));
grant select on public.ml_model_drift to authenticated;
grant select, insert, update on public.ml_model_drift to service_role;
