-- Sharpe ratios of trials were in two units: a search records them a day, register_model recorded the yearly one of the
-- model. All are daily now, which is what the deflated Sharpe ratio compares. Rows that register_model wrote (those with
-- a model_version) are converted: they take trading.daily_sharpe of their own metrics, or where a model came without it
-- their yearly ratio over the root of the 365.25 days that it was made with. Rows of searches are daily already and stay.
set local lock_timeout = '5s';
set local statement_timeout = '60s';

alter table public.ml_trials disable trigger ml_trials_append_only;
update public.ml_trials
set sharpe_ratio = coalesce((metrics #>> '{trading,daily_sharpe}')::double precision, sharpe_ratio / sqrt(365.25))
where model_version is not null and sharpe_ratio is not null;
alter table public.ml_trials enable trigger ml_trials_append_only;

comment on column public.ml_trials.sharpe_ratio is
'Sharpe ratio of a day after costs: a search''s trial has the mean over its inner folds, a model that of its holdout. Null where no day''s return differs from another''s.';

create function private.record_performance(p_model public.ml_models, p_given jsonb)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_figures constant public.ml_model_performance := jsonb_populate_record(null::public.ml_model_performance, p_given);
begin
  insert into public.ml_model_performance (
    model_version, training_samples_count, validation_samples_count, accuracy, precision_buy, precision_sell, recall_buy,
    recall_sell, f1_score, overall_win_rate, avg_profit_per_trade, profit_factor, max_drawdown, sharpe_ratio,
    sortino_ratio, calmar_ratio, feature_importance, training_duration_minutes, convergence_epoch, best_epoch
  )
  values (
    p_model.model_version, p_model.training_samples_count, p_model.validation_samples_count, p_model.accuracy,
    p_model.precision_buy, p_model.precision_sell, p_model.recall_buy, p_model.recall_sell, p_model.f1_score,
    p_model.overall_win_rate, p_model.avg_profit_per_trade, p_model.profit_factor, p_model.max_drawdown,
    p_model.sharpe_ratio, v_figures.sortino_ratio, v_figures.calmar_ratio, p_model.feature_importance,
    p_model.training_duration_minutes, v_figures.convergence_epoch, v_figures.best_epoch
  );
end
$$;
comment on function private.record_performance(public.ml_models, jsonb) is
'Writes the figures of a training: those of the model, and of p_given the columns that only ml_model_performance has.';

create function private.record_trial(p_model public.ml_models, p_given jsonb)
returns void
language sql
volatile
set search_path = ''
as $$
  insert into public.ml_trials (
    job_id, model_version, universe, timeframe, horizon_bars, family, params, seed, log_loss, sharpe_ratio, metrics
  )
  values (
    (p_given ->> 'batch_id')::uuid, p_model.model_version, p_model.universe, p_model.timeframe, p_model.horizon_bars,
    p_model.family, coalesce(p_given -> 'params', '{}'), (p_given ->> 'seed')::bigint,
    (p_model.metrics ->> 'log_loss')::double precision,
    (p_model.metrics #>> '{trading,daily_sharpe}')::double precision, p_model.metrics
  )
  on conflict (model_version) do nothing
$$;
comment on function private.record_trial(public.ml_models, jsonb) is
'Counts a model as the trial that it was: log_loss and trading.daily_sharpe of its metrics; p_given has batch_id, params and seed.';

revoke all on function private.record_performance(public.ml_models, jsonb) from public;
revoke all on function private.record_trial(public.ml_models, jsonb) from public;
grant execute on function private.record_performance(public.ml_models, jsonb) to service_role;
grant execute on function private.record_trial(public.ml_models, jsonb) to service_role;

create or replace function public.register_model(p_model jsonb)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_windows constant text[] := array['training_window', 'holdout_window'];
  v_new public.ml_models := jsonb_populate_record(null::public.ml_models, p_model - v_windows);
  v_model public.ml_models;
begin
  if v_new.model_status is null or v_new.model_status not in ('candidate', 'rejected') then
    raise exception 'a model is registered as candidate or rejected, not as %', v_new.model_status using errcode = 'EW400';
  end if;
  if p_model ? 'symbols' then
    perform public.register_universe(
      v_new.universe, array(select jsonb_array_elements_text(p_model -> 'symbols'))
    );
  end if;

  insert into public.ml_models (
    model_version, family, model_status, universe, timeframe, horizon_bars, feature_set_version, label_spec,
    training_window, holdout_window, file_path, onnx_sha256, size_bytes, metrics, gate, calibration, baselines, metadata,
    training_samples_count, validation_samples_count, accuracy, precision_buy, precision_sell, recall_buy, recall_sell,
    f1_score, overall_win_rate, avg_profit_per_trade, profit_factor, max_drawdown, sharpe_ratio, feature_importance,
    training_duration_minutes
  )
  values (
    v_new.model_version, v_new.family, v_new.model_status, v_new.universe, v_new.timeframe, v_new.horizon_bars,
    v_new.feature_set_version, coalesce(v_new.label_spec, '{}'), private.window_of(p_model -> 'training_window'),
    private.window_of(p_model -> 'holdout_window'), v_new.file_path, v_new.onnx_sha256, v_new.size_bytes,
    coalesce(v_new.metrics, '{}'), v_new.gate, v_new.calibration, v_new.baselines, coalesce(v_new.metadata, '{}'),
    coalesce(v_new.training_samples_count, 0), coalesce(v_new.validation_samples_count, 0), v_new.accuracy,
    v_new.precision_buy, v_new.precision_sell, v_new.recall_buy, v_new.recall_sell, v_new.f1_score,
    v_new.overall_win_rate, v_new.avg_profit_per_trade, v_new.profit_factor, v_new.max_drawdown, v_new.sharpe_ratio,
    v_new.feature_importance, v_new.training_duration_minutes
  )
  on conflict (model_version) do nothing
  returning * into v_model;
  if not found then
    select * into v_model from public.ml_models as m where m.model_version = v_new.model_version;
    if v_model.onnx_sha256 is distinct from v_new.onnx_sha256 then
      raise exception 'model % is registered with another file', v_new.model_version using errcode = 'EW409';
    end if;
    return private.model_json(v_model);
  end if;

  perform private.record_performance(v_model, p_model);
  perform private.record_trial(v_model, p_model);

  insert into public.ml_generation_logs as l (
    batch_id, generation_strategy, model_version, symbols_count, processing_time_seconds, status, completed_at
  )
  select
    coalesce((p_model ->> 'batch_id')::uuid, gen_random_uuid()), 'TRAINING', v_model.model_version, count(*),
    v_model.training_duration_minutes * 60, 'COMPLETED', now()
  from public.universe_symbols as u
  where u.universe = v_model.universe
  on conflict (batch_id) do update set
    model_version = excluded.model_version,
    processing_time_seconds = excluded.processing_time_seconds,
    status = excluded.status,
    completed_at = excluded.completed_at;

  return private.model_json(v_model);
end
$$;
