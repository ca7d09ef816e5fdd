-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

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
