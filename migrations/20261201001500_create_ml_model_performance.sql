-- Figures of each training, one row a training: the registry keeps the latest figures of a model, this keeps them all.
-- They stand beside the weights of indicators that scores and summaries were made with at the time, and what had moved
-- since the training before it of the same scope.

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
  constraint ml_model_performance_epochs_range check (convergence_epoch >= 0 and best_epoch >= 0),
  constraint ml_model_performance_weights_form check (
    jsonb_typeof(previous_weights) = 'object'
    and jsonb_typeof(new_weights) = 'object'
    and jsonb_typeof(weight_changes) = 'object'
  )
);
create index idx_ml_performance_model_date on public.ml_model_performance (model_version, training_date desc);
create index idx_ml_performance_accuracy on public.ml_model_performance (accuracy desc);
comment on table public.ml_model_performance is 'Figures of every training, measured on the untouched holdout.';
comment on column public.ml_model_performance.profit_factor is 'Gross profit over gross loss; null without a loss.';
comment on column public.ml_model_performance.new_weights is 'current_weight of each indicator when the model was registered.';
comment on column public.ml_model_performance.previous_weights is
'new_weights of the training before it of the same universe, timeframe and horizon; null for the first.';
comment on column public.ml_model_performance.weight_changes is
'new_weights less previous_weights, of the indicators whose weight moved; null for the first training.';

alter table public.ml_model_performance enable row level security;
create policy ml_model_performance_select_public on public.ml_model_performance
for select to anon, authenticated using (true);
grant select on public.ml_model_performance to anon, authenticated;
grant select, insert on public.ml_model_performance to service_role;

create function internal.weight_changes(p_previous jsonb, p_new jsonb)
returns jsonb
language sql
immutable
set search_path = ''
as $$
  select case
    when p_previous is not null and p_new is not null
      then coalesce(jsonb_object_agg(n.key, n.value::numeric - o.value::numeric) filter (where n.value <> o.value), '{}')
  end
  from jsonb_each(p_new) as n
  join jsonb_each(p_previous) as o on o.key = n.key
$$;
comment on function internal.weight_changes(jsonb, jsonb) is
  'Weight by weight, how much higher it is in p_new than in p_previous: those that differ, of indicators in '
  'both. Null where either is.';
revoke all on function internal.weight_changes(jsonb, jsonb) from public;
grant execute on function internal.weight_changes(jsonb, jsonb) to service_role;

create function internal.record_performance(p_model public.ml_models, p_given jsonb)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_weights constant jsonb := (
    select jsonb_object_agg(w.indicator_name, w.current_weight) from public.ml_indicator_weights as w
  );
  v_previous constant jsonb := (
    select p.new_weights
    from public.ml_models as m
    join public.ml_model_performance as p on p.model_version = m.model_version
    where m.universe = p_model.universe and m.timeframe = p_model.timeframe and m.horizon_bars = p_model.horizon_bars
    order by p.training_date desc, p.id desc
    limit 1
  );
begin
  perform internal.insert_rows(null::public.ml_model_performance, jsonb_build_array(
    (p_given || to_jsonb(p_model)) - array['id', 'training_date', 'created_at'] || jsonb_build_object(
      'previous_weights', v_previous,
      'new_weights', v_weights,
      'weight_changes', internal.weight_changes(v_previous, v_weights)
    )
  ));
end
$$;
comment on function internal.record_performance(public.ml_models, jsonb) is
  'Writes the figures of a training: those of the model, of p_given the columns that only '
  'ml_model_performance has, and the weights of indicators now beside those of the training before it of the '
  'same scope.';
revoke all on function internal.record_performance(public.ml_models, jsonb) from public;
grant execute on function internal.record_performance(public.ml_models, jsonb) to service_role;

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
  'Figures of the trainings of the last p_days days, newest first; of one model, or of all when '
  'p_model_version is null.';
revoke all on function public.get_model_performance_metrics(text, integer) from public;
grant execute on function public.get_model_performance_metrics(text, integer) to anon, authenticated,
  service_role;
