-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

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
