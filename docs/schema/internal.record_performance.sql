-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function internal.record_performance(p_model public.ml_models, p_given jsonb)
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
    internal.weight_changes(v_previous, v_weights), p_model.feature_importance, p_model.training_duration_minutes,
    v_figures.convergence_epoch, v_figures.best_epoch
  );
end
$$;

comment on function internal.record_performance(public.ml_models, jsonb) is
  'Writes the figures of a training: those of the model, of p_given the columns that only '
  'ml_model_performance has, and the weights of indicators now beside those of the training before it of the '
  'same scope.';
revoke all on function internal.record_performance(public.ml_models, jsonb) from public;
grant execute on function internal.record_performance(public.ml_models, jsonb) to service_role;
