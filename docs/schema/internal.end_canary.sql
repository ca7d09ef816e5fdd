-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

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
