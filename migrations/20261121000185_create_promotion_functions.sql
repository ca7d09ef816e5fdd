-- Which model serves a scope changes only here: status and serving log move together, and acts on one universe take
-- turns behind its row's lock, so that of two promotions at once the later one wins and none is lost.

create function private.change_serving_model(
  p_universe text,
  p_timeframe text,
  p_horizon_bars integer,
  p_model_version text,
  p_actor text,
  p_undoes bigint default null
)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_previous text;
  v_model public.ml_models;
begin
  update public.ml_models as m set model_status = 'retired'
  where m.universe = p_universe and m.timeframe = p_timeframe and m.horizon_bars = p_horizon_bars and m.is_active
  returning m.model_version into v_previous;

  update public.ml_models as m set model_status = 'active'
  where m.model_version = p_model_version
  returning * into v_model;

  insert into public.ml_serving_log (
    universe, timeframe, horizon_bars, act, model_version, previous_model_version, undoes, actor
  )
  values (
    p_universe, p_timeframe, p_horizon_bars, case when p_undoes is null then 'promote' else 'rollback' end,
    p_model_version, v_previous, p_undoes, p_actor
  );
  return private.model_json(v_model);
end
$$;
comment on function private.change_serving_model(text, text, integer, text, text, bigint) is
  'Retires the active model of a scope, activates another and logs it. The caller holds the lock on the universe''s row.';
revoke all on function private.change_serving_model(text, text, integer, text, text, bigint) from public;
grant execute on function private.change_serving_model(text, text, integer, text, text, bigint) to service_role;

create function public.promote_model(p_model_version text, p_actor text)
returns jsonb
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
  if v_model.model_status = 'active' then
    return private.model_json(v_model);
  end if;
  if not coalesce(v_model.gate @> '{"passed": true}', false) then
    raise exception 'model % has not passed its gate', p_model_version using errcode = 'EW412';
  end if;
  if v_model.model_status not in ('candidate', 'canary', 'retired') then
    raise exception 'model % is %', p_model_version, v_model.model_status using errcode = 'EW409';
  end if;
  return private.change_serving_model(
    v_model.universe, v_model.timeframe, v_model.horizon_bars, p_model_version, p_actor
  );
end
$$;
comment on function public.promote_model(text, text) is
  'Makes a candidate, canary or retired model with a passed gate the active one of its scope and retires the one before; '
  'an active model stays as it is. EW404 unknown, EW412 gate not passed, EW409 in another state.';
revoke all on function public.promote_model(text, text) from public;
grant execute on function public.promote_model(text, text) to service_role;

create function public.rollback_model(p_universe text, p_timeframe text, p_horizon_bars integer, p_actor text)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_promotion public.ml_serving_log;
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
  return private.change_serving_model(
    p_universe, p_timeframe, p_horizon_bars, v_promotion.previous_model_version, p_actor, v_promotion.id
  );
end
$$;
comment on function public.rollback_model(text, text, integer, text) is
  'Takes back the newest promotion of a scope that has not been taken back: the model before it serves again. Called '
  'again it goes one further back. EW404 unknown universe, EW409 nothing to go back to.';
revoke all on function public.rollback_model(text, text, integer, text) from public;
grant execute on function public.rollback_model(text, text, integer, text) to service_role;
