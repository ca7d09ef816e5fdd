-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

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
