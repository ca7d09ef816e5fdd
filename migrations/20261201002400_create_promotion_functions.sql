-- Which model serves a scope changes only here: states, serving log, canary test and audit log move together, and acts on
-- one universe take turns behind its row's lock, so that of two promotions at once the later one wins and none is lost. An
-- actor is {kind, id, request_id}, as the audit log has it.

create function internal.lock_scope_of(p_model_version text)
returns public.ml_models
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_model public.ml_models;
begin
  perform from public.universes as u
  where u.name = (select m.universe from public.ml_models as m where m.model_version = p_model_version)
  for no key update;
  if not found then
    raise exception 'unknown model %', p_model_version using errcode = 'EW404';
  end if;
  select * into v_model from public.ml_models as m where m.model_version = p_model_version;
  return v_model;
end
$$;
comment on function internal.lock_scope_of(text) is
  'Waits for its turn to change what serves the model''s universe, then reads the model. EW404 unknown.';
revoke all on function internal.lock_scope_of(text) from public;
grant execute on function internal.lock_scope_of(text) to service_role;

create function internal.close_canary_test(p_universe text, p_timeframe text, p_horizon_bars integer, p_outcome text)
returns void
language sql
volatile
set search_path = ''
as $$
  update public.ml_canary_tests as t set outcome = p_outcome, ended_at = clock_timestamp()
  where t.universe = p_universe and t.timeframe = p_timeframe and t.horizon_bars = p_horizon_bars and t.ended_at is null
$$;
comment on function internal.close_canary_test(text, text, integer, text) is
  'Ends the open canary test of a scope, if there is one.';
revoke all on function internal.close_canary_test(text, text, integer, text) from public;
grant execute on function internal.close_canary_test(text, text, integer, text) to service_role;

create function internal.refuse_unproven(p_model public.ml_models)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if not coalesce(p_model.gate @> '{"passed": true}', false) then
    raise exception 'model % has not passed its gate', p_model.model_version using errcode = 'EW412';
  end if;
  if p_model.model_status not in ('candidate', 'canary', 'retired') then
    raise exception 'model % is %', p_model.model_version, p_model.model_status using errcode = 'EW409';
  end if;
end
$$;
comment on function internal.refuse_unproven(public.ml_models) is
  'Raises unless the model may come to serve: EW412 gate not passed, EW409 in a state that leads nowhere.';
revoke all on function internal.refuse_unproven(public.ml_models) from public;
grant execute on function internal.refuse_unproven(public.ml_models) to service_role;

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

create function public.promote_model(p_model_version text, p_actor jsonb)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_model public.ml_models := internal.lock_scope_of(p_model_version);
begin
  if v_model.model_status = 'active' then
    return internal.model_json(v_model);
  end if;
  perform internal.refuse_unproven(v_model);
  return internal.change_serving_model(v_model, p_actor);
end
$$;
comment on function public.promote_model(text, jsonb) is
  'Makes a candidate, canary or retired model with a passed gate the active one of its scope, retires the '
  'one before and ends a canary; an active model stays as it is. EW404 unknown, EW412 gate not passed, EW409 '
  'in another state.';
revoke all on function public.promote_model(text, jsonb) from public;
grant execute on function public.promote_model(text, jsonb) to service_role;

create function public.rollback_model(p_universe text, p_timeframe text, p_horizon_bars integer, p_actor jsonb)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_promotion public.ml_serving_log;
  v_previous public.ml_models;
begin
  perform from public.universes as u where u.name = p_universe for no key update;
  if not found then
    raise exception 'unknown universe %', p_universe using errcode = 'EW404';
  end if;

  select * into v_promotion
  from public.ml_serving_log as promotion
  where promotion.universe = p_universe and promotion.timeframe = p_timeframe
    and promotion.horizon_bars = p_horizon_bars and promotion.act = 'promote'
    and not exists (select from public.ml_serving_log as undo where undo.undoes = promotion.id)
  order by promotion.id desc
  limit 1;
  if v_promotion.previous_model_version is null then
    raise exception 'no model served % % % before', p_universe, p_timeframe, p_horizon_bars using errcode = 'EW409';
  end if;
  select * into v_previous from public.ml_models as m where m.model_version = v_promotion.previous_model_version;
  return internal.change_serving_model(v_previous, p_actor, v_promotion.id);
end
$$;
comment on function public.rollback_model(text, text, integer, jsonb) is
  'Takes back the newest promotion of a scope that has not been taken back: the model before it serves '
  'again. Called again it goes one further back. A canary ends. EW404 unknown universe, EW409 nothing to go '
  'back to.';
revoke all on function public.rollback_model(text, text, integer, jsonb) from public;
grant execute on function public.rollback_model(text, text, integer, jsonb) to service_role;
