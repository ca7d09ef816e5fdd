-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

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
