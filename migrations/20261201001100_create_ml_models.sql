-- The model registry. One active model for each scope (universe, timeframe, horizon), and none may be active or canary
-- without a passed gate: both are constraints, because a check in code loses races. is_active is generated from the
-- status so that the two cannot disagree. Statistics are double precision: the fixed-point types one would expect
-- overflow at a Sharpe ratio of 10.
--
-- A model's life is a graph of states, and a trigger keeps to it whoever writes: what was evaluated is never evaluated anew,
-- and what a model is (its file, its scope, its verdict) does not change afterwards. A canary answers a share of its
-- scope's requests beside the active model; one at most for each scope.

create function internal.guard_model_change()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_next constant jsonb := '{
    "training": ["candidate", "rejected"],
    "candidate": ["canary", "active"],
    "canary": ["candidate", "active", "retired"],
    "active": ["retired"],
    "retired": ["canary", "active"],
    "rejected": []
  }';
begin
  if new.model_status is distinct from old.model_status
    and not v_next -> old.model_status ? new.model_status then
    raise exception 'a model that is % does not become %', old.model_status, new.model_status using errcode = 'EW409';
  end if;
  if old.model_status <> 'training' and (
    new.model_version, new.universe, new.timeframe, new.horizon_bars, new.feature_set_version, new.label_spec,
    new.file_path, new.onnx_sha256, new.size_bytes, new.gate
  ) is distinct from (
    old.model_version, old.universe, old.timeframe, old.horizon_bars, old.feature_set_version, old.label_spec,
    old.file_path, old.onnx_sha256, old.size_bytes, old.gate
  ) then
    raise exception 'file, scope and verdict of the judged model % do not change', old.model_version
      using errcode = 'EW409';
  end if;
  return new;
end
$$;
comment on function internal.guard_model_change() is
  'Trigger: only legal changes of a model''s state, and none of what was judged.';
revoke all on function internal.guard_model_change() from public;

create table public.ml_models (
  id uuid not null default gen_random_uuid(),
  model_version text not null,
  family text not null,
  model_type text generated always as (family) stored,
  model_status text not null default 'training',
  universe text not null,
  timeframe text not null,
  horizon_bars integer not null,
  feature_set_version text,
  label_spec jsonb not null default '{}',
  training_window tstzrange,
  holdout_window tstzrange,
  file_path text,
  onnx_sha256 text,
  size_bytes bigint,
  metrics jsonb not null default '{}',
  gate jsonb,
  calibration jsonb,
  baselines jsonb,
  metadata jsonb not null default '{}',
  training_samples_count integer not null default 0,
  validation_samples_count integer not null default 0,
  accuracy double precision,
  precision_buy double precision,
  precision_sell double precision,
  recall_buy double precision,
  recall_sell double precision,
  f1_score double precision,
  overall_win_rate double precision,
  avg_profit_per_trade double precision,
  profit_factor double precision,
  max_drawdown double precision,
  sharpe_ratio double precision,
  feature_importance jsonb,
  training_duration_minutes double precision,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  is_active boolean generated always as (model_status = 'active') stored,
  canary_percent double precision,
  constraint ml_models_pkey primary key (id),
  constraint ml_models_model_version_key unique (model_version),
  constraint ml_models_universe_fkey foreign key (universe) references public.universes (name),
  constraint ml_models_feature_set_version_fkey
  foreign key (feature_set_version) references public.feature_sets (version),
  constraint ml_models_model_version_form check (model_version ~ '^[A-Za-z0-9][A-Za-z0-9._+-]{0,127}$'),
  constraint ml_models_model_status_known check (
    model_status in ('training', 'candidate', 'canary', 'active', 'retired', 'rejected')
  ),
  constraint ml_models_timeframe_known check (timeframe in ('1m', '5m', '15m', '1h', '4h', '1d')),
  -- Four bars are the least for barriers, which need room to be touched; a label at a fixed time needs one.
  constraint ml_models_horizon_bars_range check (
    horizon_bars >= 4 or (horizon_bars >= 1 and coalesce(label_spec @> '{"kind": "fixed_horizon"}', false))
  ),
  constraint ml_models_canary_has_percent check ((model_status = 'canary') = (canary_percent is not null)),
  constraint ml_models_canary_percent_range check (canary_percent between 0 and 100),
  constraint ml_models_holdout_after_training check (training_window << holdout_window),
  constraint ml_models_onnx_sha256_form check (onnx_sha256 ~ '^[0-9a-f]{64}$'),
  constraint ml_models_size_bytes_positive check (size_bytes > 0),
  constraint ml_models_gate_form check (gate is null or coalesce(jsonb_typeof(gate -> 'passed') = 'boolean', false)),
  constraint ml_models_trained_has_file check (
    model_status = 'training'
    or num_nulls(file_path, onnx_sha256, size_bytes, feature_set_version, gate) = 0
  ),
  constraint ml_models_serving_passed_gate check (
    model_status not in ('canary', 'active') or coalesce(gate @> '{"passed": true}', false)
  ),
  constraint ml_models_sample_counts_range check (training_samples_count >= 0 and validation_samples_count >= 0),
  constraint ml_models_shares_range check (
    accuracy between 0 and 1
    and precision_buy between 0 and 1
    and precision_sell between 0 and 1
    and recall_buy between 0 and 1
    and recall_sell between 0 and 1
    and f1_score between 0 and 1
    and overall_win_rate between 0 and 1
  ),
  constraint ml_models_profit_factor_range check (profit_factor >= 0),
  constraint ml_models_max_drawdown_range check (max_drawdown >= 0),
  constraint ml_models_training_duration_minutes_range check (training_duration_minutes >= 0)
);
create unique index ml_models_one_active on public.ml_models (universe, timeframe, horizon_bars)
where model_status = 'active';
create index idx_ml_models_version_active on public.ml_models (model_version, is_active);
create index idx_ml_models_status on public.ml_models (model_status);
create index idx_ml_models_created_at on public.ml_models (created_at desc);
create index ml_models_scope on public.ml_models (universe, timeframe, horizon_bars, created_at desc);
create index ml_models_feature_set_version on public.ml_models (feature_set_version);
create unique index ml_models_one_canary on public.ml_models (universe, timeframe, horizon_bars)
where model_status = 'canary';
comment on table public.ml_models is 'Registry of models: one row for each ONNX file in the bucket models.';
comment on column public.ml_models.family is 'The learner that trained it, for example gradient-boosting.';
comment on column public.ml_models.model_type is 'The older name of family.';
comment on column public.ml_models.horizon_bars is 'How many bars ahead it predicts.';
comment on column public.ml_models.label_spec is 'How its labels were made: kind, barrier widths, volatility window.';
comment on column public.ml_models.training_window is 'Bars it learned from, validation included.';
comment on column public.ml_models.holdout_window is 'Bars it was judged on, read once.';
comment on column public.ml_models.file_path is 'Path of the ONNX file in the bucket models.';
comment on column public.ml_models.gate is 'Verdict of the promotion gate: {passed, reasons, evidence}.';
comment on column public.ml_models.baselines is 'Class prior and feature histograms of the training part, for the gate and for drift.';
comment on column public.ml_models.profit_factor is 'Gross profit over gross loss; null without a loss.';
comment on column public.ml_models.is_active is 'Whether it serves its scope; follows model_status.';
comment on column public.ml_models.canary_percent is
  'Share of the scope''s bars, in percent, that a canary answers; 0 = it only predicts in the shadow. Null in any other state.';

create trigger trigger_update_model_timestamp
before update on public.ml_models
for each row execute function internal.set_updated_at();
create trigger ml_models_guard_change
before update on public.ml_models
for each row execute function internal.guard_model_change();

alter table public.ml_models enable row level security;
create policy ml_models_select_anon on public.ml_models
for select to anon using (is_active);
create policy ml_models_select_authenticated on public.ml_models
for select to authenticated using (is_active or (select internal.is_operator()));
grant select on public.ml_models to anon, authenticated;
grant select, insert, update on public.ml_models to service_role;
