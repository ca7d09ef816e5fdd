-- What each training measured, one row a training: the registry keeps the latest figures of a model, this keeps them all.

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
  constraint ml_model_performance_model_version_fkey
  foreign key (model_version) references public.ml_models (model_version),
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
  constraint ml_model_performance_profit_factor_range check (profit_factor >= 0),
  constraint ml_model_performance_max_drawdown_range check (max_drawdown >= 0),
  constraint ml_model_performance_training_duration_minutes_range check (training_duration_minutes >= 0),
  constraint ml_model_performance_epochs_range check (convergence_epoch >= 0 and best_epoch >= 0)
);
create index idx_ml_performance_model_date on public.ml_model_performance (model_version, training_date desc);
create index idx_ml_performance_accuracy on public.ml_model_performance (accuracy desc);
comment on table public.ml_model_performance is 'Figures of every training, measured on the untouched holdout.';
comment on column public.ml_model_performance.profit_factor is 'Gross profit over gross loss; null without a loss.';

alter table public.ml_model_performance enable row level security;
create policy ml_model_performance_select_public on public.ml_model_performance
for select to anon, authenticated using (true);
grant select on public.ml_model_performance to anon, authenticated;
grant select, insert on public.ml_model_performance to service_role;

create function public.get_model_performance_metrics(p_model_version text default null, p_days integer default 30)
returns table (
  model_version text,
  training_date timestamptz,
  accuracy double precision,
  win_rate double precision,
  profit_factor double precision,
  max_drawdown double precision,
  sharpe_ratio double precision
)
language sql
stable
set search_path = ''
as $$
  select p.model_version, p.training_date, p.accuracy, p.overall_win_rate, p.profit_factor, p.max_drawdown, p.sharpe_ratio
  from public.ml_model_performance as p
  where (p_model_version is null or p.model_version = p_model_version)
    and p.training_date >= now() - make_interval(days => p_days)
  order by p.training_date desc
$$;
comment on function public.get_model_performance_metrics(text, integer) is
  'Figures of the trainings of the last p_days days, newest first; of one model, or of all when p_model_version is null.';
revoke all on function public.get_model_performance_metrics(text, integer) from public;
grant execute on function public.get_model_performance_metrics(text, integer) to anon, authenticated, service_role;
