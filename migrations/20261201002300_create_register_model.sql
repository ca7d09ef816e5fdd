-- A trained model enters the registry in one transaction: its row, the figures of its training, the trial it was, and the
-- end of its training's log row. There is no state in which one of them is missing.

create function internal.window_of(p_window jsonb)
returns tstzrange
language sql
stable
set search_path = ''
as $$
  select tstzrange((p_window ->> 'from')::timestamptz, (p_window ->> 'to')::timestamptz) where p_window is not null
$$;
comment on function internal.window_of(jsonb) is
  'The range [from, to) of an object {from, to} of ISO 8601 times.';
revoke all on function internal.window_of(jsonb) from public;
grant execute on function internal.window_of(jsonb) to service_role;

create function public.register_model(p_model jsonb)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_row constant jsonb := p_model - array['id', 'created_at', 'updated_at'] || jsonb_build_object(
    'training_window', internal.window_of(p_model -> 'training_window'),
    'holdout_window', internal.window_of(p_model -> 'holdout_window')
  );
  v_new constant public.ml_models := jsonb_populate_record(null::public.ml_models, v_row);
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

  select * into v_model from internal.insert_rows(
    null::public.ml_models, jsonb_build_array(v_row), 'on conflict (model_version) do nothing'
  );
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
