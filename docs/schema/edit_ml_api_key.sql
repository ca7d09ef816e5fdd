-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function public.edit_ml_api_key(p_actor jsonb, p_id uuid, p_changes jsonb)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_key public.ml_api_keys := internal.lock_api_key(p_actor, p_id);
begin
  if v_key.revoked_at is not null then
    raise exception 'the API key is revoked' using errcode = 'EW409';
  end if;
  return internal.api_key_as_json(
    internal.update_row(v_key, internal.api_key_columns(p_changes), 'authenticated')
  );
end
$$;

comment on function public.edit_ml_api_key(jsonb, uuid, jsonb) is
  'Changes what an owner may of a key, which the grants to authenticated say; what is left out stays. A '
  'revoked key is EW409.';
revoke all on function public.edit_ml_api_key(jsonb, uuid, jsonb) from public;
grant execute on function public.edit_ml_api_key(jsonb, uuid, jsonb) to service_role;
