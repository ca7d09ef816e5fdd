-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function internal.change_serving_model(p_model public.ml_models, p_actor jsonb, p_undoes bigint default null)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_act constant text := case when p_undoes is null then 'promote' else 'rollback' end;
  v_previous text;
  v_canary text;
  v_model public.ml_models;
begin
  update public.ml_models as m set model_status = 'candidate', canary_percent = null
  where m.universe = p_model.universe and m.timeframe = p_model.timeframe and m.horizon_bars = p_model.horizon_bars
    and m.model_status = 'canary'
  returning m.model_version into v_canary;
  perform internal.close_canary_test(
    p_model.universe, p_model.timeframe, p_model.horizon_bars,
    case when v_canary = p_model.model_version then 'promoted' else 'stopped' end
  );

  update public.ml_models as m set model_status = 'retired'
  where m.universe = p_model.universe and m.timeframe = p_model.timeframe and m.horizon_bars = p_model.horizon_bars
    and m.is_active
  returning m.model_version into v_previous;

  update public.ml_models as m set model_status = 'active'
  where m.model_version = p_model.model_version
  returning * into v_model;

  insert into public.ml_serving_log (
    universe, timeframe, horizon_bars, act, model_version, previous_model_version, undoes, actor
  )
  values (
    v_model.universe, v_model.timeframe, v_model.horizon_bars, v_act, v_model.model_version, v_previous, p_undoes,
    internal.actor_name(p_actor)
  );
  perform internal.audit(
    p_actor, 'model.' || v_act, 'model', v_model.model_version,
    jsonb_build_object('state', p_model.model_status, 'active', v_previous),
    jsonb_build_object('state', 'active', 'active', v_model.model_version)
  );
  return internal.model_json(v_model);
end
$$;

comment on function internal.change_serving_model(public.ml_models, jsonb, bigint) is
  'Activates a model, retires the one before, ends a canary of the scope, and logs it. The caller holds the '
  'scope''s lock.';
revoke all on function internal.change_serving_model(public.ml_models, jsonb, bigint) from public;
grant execute on function internal.change_serving_model(public.ml_models, jsonb, bigint) to service_role;
