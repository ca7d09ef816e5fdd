-- A training's figures stand beside the weights of indicators that scores and summaries were made with at the time, and
-- what had moved since the training before it of the same scope. Rows that are there get what ml_indicator_weight_history
-- tells: the weight after the last move before the training, else the one that the first move after it found, else today's.
set local lock_timeout = '5s';
set local statement_timeout = '60s';

create function private.weight_changes(p_previous jsonb, p_new jsonb)
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
comment on function private.weight_changes(jsonb, jsonb) is
'Weight by weight, how much higher it is in p_new than in p_previous: those that differ, of indicators in both. Null where either is.';

update public.ml_model_performance as p
set new_weights = (
  select jsonb_object_agg(w.indicator_name, coalesce(before.weight, later.weight, w.current_weight))
  from public.ml_indicator_weights as w
  left join lateral (
    select h.new_weight as weight
    from public.ml_indicator_weight_history as h
    where h.indicator_name = w.indicator_name and h.created_at <= p.training_date
    order by h.created_at desc, h.id desc
    limit 1
  ) as before on true
  left join lateral (
    select h.previous_weight as weight
    from public.ml_indicator_weight_history as h
    where h.indicator_name = w.indicator_name and h.created_at > p.training_date
    order by h.created_at, h.id
    limit 1
  ) as later on true
)
where p.new_weights is null;

update public.ml_model_performance as p
set
  previous_weights = recorded.previous_weights,
  weight_changes = private.weight_changes(recorded.previous_weights, p.new_weights)
from (
  select
    all_rows.id,
    lag(all_rows.new_weights) over (
      partition by m.universe, m.timeframe, m.horizon_bars order by all_rows.training_date, all_rows.id
    ) as previous_weights
  from public.ml_model_performance as all_rows
  join public.ml_models as m on m.model_version = all_rows.model_version
) as recorded
where recorded.id = p.id and p.previous_weights is null;

alter table public.ml_model_performance add constraint ml_model_performance_weights_form check (
  jsonb_typeof(previous_weights) = 'object'
  and jsonb_typeof(new_weights) = 'object'
  and jsonb_typeof(weight_changes) = 'object'
) not valid;

comment on column public.ml_model_performance.new_weights is 'current_weight of each indicator when the model was registered.';
comment on column public.ml_model_performance.previous_weights is
'new_weights of the training before it of the same universe, timeframe and horizon; null for the first.';
comment on column public.ml_model_performance.weight_changes is
'new_weights less previous_weights, of the indicators whose weight moved; null for the first training.';

create or replace function private.record_performance(p_model public.ml_models, p_given jsonb)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_figures constant public.ml_model_performance := jsonb_populate_record(null::public.ml_model_performance, p_given);
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
  insert into public.ml_model_performance (
    model_version, training_samples_count, validation_samples_count, accuracy, precision_buy, precision_sell, recall_buy,
    recall_sell, f1_score, overall_win_rate, avg_profit_per_trade, profit_factor, max_drawdown, sharpe_ratio,
    sortino_ratio, calmar_ratio, previous_weights, new_weights, weight_changes, feature_importance,
    training_duration_minutes, convergence_epoch, best_epoch
  )
  values (
    p_model.model_version, p_model.training_samples_count, p_model.validation_samples_count, p_model.accuracy,
    p_model.precision_buy, p_model.precision_sell, p_model.recall_buy, p_model.recall_sell, p_model.f1_score,
    p_model.overall_win_rate, p_model.avg_profit_per_trade, p_model.profit_factor, p_model.max_drawdown,
    p_model.sharpe_ratio, v_figures.sortino_ratio, v_figures.calmar_ratio, v_previous, v_weights,
    private.weight_changes(v_previous, v_weights), p_model.feature_importance, p_model.training_duration_minutes,
    v_figures.convergence_epoch, v_figures.best_epoch
  );
end
$$;
comment on function private.record_performance(public.ml_models, jsonb) is
'Writes the figures of a training: those of the model, of p_given the columns that only ml_model_performance has, and the weights of indicators now beside those of the training before it of the same scope.';

create or replace function private.model_json(p_model public.ml_models)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select to_jsonb(p_model) || jsonb_build_object(
    'training_window', jsonb_build_object('from', lower(p_model.training_window), 'to', upper(p_model.training_window)),
    'holdout_window', jsonb_build_object('from', lower(p_model.holdout_window), 'to', upper(p_model.holdout_window)),
    'symbols', (
      select jsonb_agg(u.symbol order by u.symbol)
      from public.universe_symbols as u
      where u.universe = p_model.universe
    ),
    'indicator_weights', (
      select jsonb_build_object(
        'previous_weights', p.previous_weights, 'new_weights', p.new_weights, 'weight_changes', p.weight_changes
      )
      from public.ml_model_performance as p
      where p.model_version = p_model.model_version
      order by p.training_date desc
      limit 1
    )
  )
$$;
comment on function private.model_json(public.ml_models) is
'A model as one object: the columns of ml_models, windows as {from, to}, the symbols of its universe, and the weights of indicators that its training recorded, null for a model that has no figures of a training.';

revoke all on function private.weight_changes(jsonb, jsonb) from public;
grant execute on function private.weight_changes(jsonb, jsonb) to service_role;
