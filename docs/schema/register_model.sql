-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function public.register_model(p_model jsonb)
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
    v_new.feature_set_version, coalesce(v_new.label_spec, '{}'), internal.window_of(p_model -> 'training_window'),
    internal.window_of(p_model -> 'holdout_window'), v_new.file_path, v_new.onnx_sha256, v_new.size_bytes,
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
    return internal.model_json(v_model);
  end if;

  perform internal.record_performance(v_model, p_model);
  perform internal.record_trial(v_model, p_model);

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

  return internal.model_json(v_model);
end
$$;

comment on function public.register_model(jsonb) is
  'Registers a trained model: an object with the columns of ml_models and ml_model_performance, windows as '
  '{from, to}, status candidate or rejected; symbols (makes its universe), batch_id (the job, whose log row '
  'is closed), params and seed may be given. Answers the model as stored; the same version and file again '
  'changes nothing, another file is EW409.';
revoke all on function public.register_model(jsonb) from public;
grant execute on function public.register_model(jsonb) to service_role;
