-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

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
