-- Acts on canaries, behind the same lock as promotions: a canary answers a share of its scope's bars beside the active
-- model and predicts the others in the shadow.

create function internal.log_canary_act(p_before public.ml_models, p_after public.ml_models, p_act text, p_actor jsonb)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_active text;
begin
  select m.model_version into v_active
  from public.ml_models as m
  where m.universe = p_after.universe and m.timeframe = p_after.timeframe and m.horizon_bars = p_after.horizon_bars
    and m.is_active;
  insert into public.ml_serving_log (
    universe, timeframe, horizon_bars, act, model_version, previous_model_version, actor, canary_model_version,
    canary_percent
  )
  values (
    p_after.universe, p_after.timeframe, p_after.horizon_bars, p_act, v_active, v_active, internal.actor_name(p_actor),
    case when p_after.model_status = 'canary' then p_after.model_version end, p_after.canary_percent
  );
  perform internal.audit(
    p_actor, 'model.' || p_act, 'model', p_after.model_version,
    jsonb_build_object('state', p_before.model_status, 'percent', p_before.canary_percent),
    jsonb_build_object('state', p_after.model_status, 'percent', p_after.canary_percent)
  );
end
$$;
comment on function internal.log_canary_act(public.ml_models, public.ml_models, text, jsonb) is
  'Records an act on a canary in the serving log and the audit log.';
revoke all on function internal.log_canary_act(public.ml_models, public.ml_models, text, jsonb) from public;
grant execute on function internal.log_canary_act(public.ml_models, public.ml_models, text,
  jsonb) to service_role;

create function internal.end_canary(p_model public.ml_models, p_act text, p_actor jsonb)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_after public.ml_models;
begin
  update public.ml_models as m
  set model_status = case p_act when 'canary_rollback' then 'retired' else 'candidate' end, canary_percent = null
  where m.id = p_model.id
  returning * into v_after;
  perform internal.close_canary_test(
    p_model.universe, p_model.timeframe, p_model.horizon_bars,
    case p_act when 'canary_rollback' then 'rolled_back' else 'stopped' end
  );
  perform internal.log_canary_act(p_model, v_after, p_act, p_actor);
  return internal.model_json(v_after);
end
$$;
comment on function internal.end_canary(public.ml_models, text, jsonb) is
  'Takes a canary out of service: canary_stop makes it a candidate again, canary_rollback retires it. The '
  'caller holds the scope''s lock.';
revoke all on function internal.end_canary(public.ml_models, text, jsonb) from public;
grant execute on function internal.end_canary(public.ml_models, text, jsonb) to service_role;

create function public.set_canary(p_model_version text, p_percent double precision, p_actor jsonb)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_model public.ml_models := internal.lock_scope_of(p_model_version);
  v_after public.ml_models;
  v_active text;
  v_feature_set text;
  v_other text;
begin
  if p_percent is null or not p_percent between 0 and 100 then
    raise exception 'a canary answers 0 to 100 percent, not %', p_percent using errcode = 'EW400';
  end if;
  perform internal.refuse_unproven(v_model);
  if v_model.model_status = 'canary' and v_model.canary_percent = p_percent then
    return internal.model_json(v_model);
  end if;
  select
    max(m.model_version) filter (where m.is_active),
    max(m.feature_set_version) filter (where m.is_active),
    max(m.model_version) filter (where m.model_status = 'canary' and m.id <> v_model.id)
  into v_active, v_feature_set, v_other
  from public.ml_models as m
  where m.universe = v_model.universe and m.timeframe = v_model.timeframe and m.horizon_bars = v_model.horizon_bars;
  if v_active is null then
    raise exception 'no active model serves the scope of %: there is nothing to compare it with', p_model_version
      using errcode = 'EW409';
  end if;
  if v_feature_set <> v_model.feature_set_version then
    raise exception 'model % reads other features than the active model %', p_model_version, v_active
      using errcode = 'EW409';
  end if;
  if v_other is not null then
    raise exception 'model % is the canary of this scope', v_other using errcode = 'EW409';
  end if;

  update public.ml_models as m set model_status = 'canary', canary_percent = p_percent
  where m.id = v_model.id
  returning * into v_after;
  if v_model.model_status <> 'canary' then
    insert into public.ml_canary_tests (universe, timeframe, horizon_bars, champion_version, canary_version)
    values (v_model.universe, v_model.timeframe, v_model.horizon_bars, v_active, p_model_version);
  end if;
  perform internal.log_canary_act(
    v_model, v_after, case v_model.model_status when 'canary' then 'canary_percent' else 'canary_start' end, p_actor
  );
  return internal.model_json(v_after);
end
$$;
comment on function public.set_canary(text, double precision, jsonb) is
  'Lets a model with a passed gate answer a share of its scope''s bars beside the active model, or changes '
  'the share; the same share again changes nothing. EW400 not 0 to 100, EW404 unknown, EW412 gate not '
  'passed, EW409 in another state, nothing active in the scope, one that reads other features, or another '
  'canary.';
revoke all on function public.set_canary(text, double precision, jsonb) from public;
grant execute on function public.set_canary(text, double precision, jsonb) to service_role;

create function public.stop_canary(p_model_version text, p_actor jsonb)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_model public.ml_models := internal.lock_scope_of(p_model_version);
begin
  if v_model.model_status <> 'canary' then
    raise exception 'model % is %, not a canary', p_model_version, v_model.model_status using errcode = 'EW409';
  end if;
  return internal.end_canary(v_model, 'canary_stop', p_actor);
end
$$;
comment on function public.stop_canary(text, jsonb) is
  'Makes a canary a candidate again. EW404 unknown, EW409 no canary.';
revoke all on function public.stop_canary(text, jsonb) from public;
grant execute on function public.stop_canary(text, jsonb) to service_role;
