-- A trained model enters the registry in one transaction: its row, the figures of its training, the trial it was, and the
-- end of its training's log row. There is no state in which one of them is missing.

create function private.model_json(p_model public.ml_models)
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
    )
  )
$$;
comment on function private.model_json(public.ml_models) is
  'A model as one object: the columns of ml_models, windows as {from, to}, and the symbols of its universe.';
revoke all on function private.model_json(public.ml_models) from public;
grant execute on function private.model_json(public.ml_models) to service_role;

create function private.window_of(p_window jsonb)
returns tstzrange
language sql
stable
set search_path = ''
as $$
  select tstzrange((p_window ->> 'from')::timestamptz, (p_window ->> 'to')::timestamptz) where p_window is not null
$$;
comment on function private.window_of(jsonb) is 'The range [from, to) of an object {from, to} of ISO 8601 times.';
revoke all on function private.window_of(jsonb) from public;
grant execute on function private.window_of(jsonb) to service_role;

create function public.register_model(p_model jsonb)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_windows constant text[] := array['training_window', 'holdout_window'];
  v_new public.ml_models := jsonb_populate_record(null::public.ml_models, p_model - v_windows);
  v_figures public.ml_model_performance := jsonb_populate_record(null::public.ml_model_performance, p_model);
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

  insert into public.ml_model_performance (
    model_version, training_samples_count, validation_samples_count, accuracy, precision_buy, precision_sell, recall_buy,
    recall_sell, f1_score, overall_win_rate, avg_profit_per_trade, profit_factor, max_drawdown, sharpe_ratio,
    sortino_ratio, calmar_ratio, feature_importance, training_duration_minutes, convergence_epoch, best_epoch
  )
  values (
    v_model.model_version, v_model.training_samples_count, v_model.validation_samples_count, v_model.accuracy,
    v_model.precision_buy, v_model.precision_sell, v_model.recall_buy, v_model.recall_sell, v_model.f1_score,
    v_model.overall_win_rate, v_model.avg_profit_per_trade, v_model.profit_factor, v_model.max_drawdown,
    v_model.sharpe_ratio, v_figures.sortino_ratio, v_figures.calmar_ratio, v_model.feature_importance,
    v_model.training_duration_minutes, v_figures.convergence_epoch, v_figures.best_epoch
  );

  insert into public.ml_trials (
    job_id, model_version, universe, timeframe, horizon_bars, family, params, seed, log_loss, sharpe_ratio, metrics
  )
  values (
    (p_model ->> 'batch_id')::uuid, v_model.model_version, v_model.universe, v_model.timeframe, v_model.horizon_bars,
    v_model.family, coalesce(p_model -> 'params', '{}'), (p_model ->> 'seed')::bigint,
    (v_model.metrics ->> 'log_loss')::double precision, v_model.sharpe_ratio, v_model.metrics
  )
  on conflict (model_version) do nothing;

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
comment on function public.register_model(jsonb) is
  'Registers a trained model: an object with the columns of ml_models and ml_model_performance, windows as {from, to}, '
  'status candidate or rejected; symbols (makes its universe), batch_id (the job, whose log row is closed), params and '
  'seed may be given. Answers the model as stored; the same version and file again changes nothing, another file is EW409.';
revoke all on function public.register_model(jsonb) from public;
grant execute on function public.register_model(jsonb) to service_role;
