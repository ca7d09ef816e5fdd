-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

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
