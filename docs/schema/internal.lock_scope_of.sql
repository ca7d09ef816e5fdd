-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

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
