-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create table public.ml_model_performance (
  id uuid not null default gen_random_uuid(),
  model_version text not null,
  training_date timestamptz not null default now(),
  training_samples_count integer not null,
  validation_samples_count integer not null,
  accuracy double precision not null,
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
  sortino_ratio double precision,
  calmar_ratio double precision,
  previous_weights jsonb,
  new_weights jsonb,
  weight_changes jsonb,
  feature_importance jsonb,
  training_duration_minutes double precision,
  convergence_epoch integer,
  best_epoch integer,
  created_at timestamptz not null default now(),
  constraint ml_model_performance_pkey primary key (id),
  constraint ml_model_performance_model_version_fkey foreign key (model_version)
    references public.ml_models (model_version),
  constraint ml_model_performance_epochs_range check (convergence_epoch >= 0 and best_epoch >= 0),
  constraint ml_model_performance_max_drawdown_range check (max_drawdown >= 0),
  constraint ml_model_performance_profit_factor_range check (profit_factor >= 0),
  constraint ml_model_performance_sample_counts_range check (
    training_samples_count >= 0 and validation_samples_count >= 0
  ),
  constraint ml_model_performance_shares_range check (
    accuracy between 0 and 1
    and precision_buy between 0 and 1
    and precision_sell between 0 and 1
    and recall_buy between 0 and 1
    and recall_sell between 0 and 1
    and f1_score between 0 and 1
    and overall_win_rate between 0 and 1
  ),
  constraint ml_model_performance_training_duration_minutes_range check (training_duration_minutes >= 0),
  constraint ml_model_performance_weights_form check (
    jsonb_typeof(previous_weights) = 'object'
    and jsonb_typeof(new_weights) = 'object'
    and jsonb_typeof(weight_changes) = 'object'
  )
);

comment on table public.ml_model_performance is
  'Figures of every training, measured on the untouched holdout.';
comment on column public.ml_model_performance.profit_factor is
  'Gross profit over gross loss; null without a loss.';
comment on column public.ml_model_performance.previous_weights is
  'new_weights of the training before it of the same universe, timeframe and horizon; null for the first.';
comment on column public.ml_model_performance.new_weights is
  'current_weight of each indicator when the model was registered.';
comment on column public.ml_model_performance.weight_changes is
  'new_weights less previous_weights, of the indicators whose weight moved; null for the first training.';

create index idx_ml_performance_accuracy on public.ml_model_performance (accuracy desc);
create index idx_ml_performance_model_date on public.ml_model_performance (model_version, training_date desc);

alter table public.ml_model_performance enable row level security;
create policy ml_model_performance_select_public on public.ml_model_performance
for select to anon, authenticated
using (true);
grant select on public.ml_model_performance to anon, authenticated;
grant select, insert on public.ml_model_performance to service_role;
