-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function public.revoke_ml_api_key(p_actor jsonb, p_id uuid)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_key public.ml_api_keys := internal.lock_api_key(p_actor, p_id);
begin
  if v_key.revoked_at is null then
    update public.ml_api_keys set revoked_at = now() where id = p_id returning * into v_key;
  end if;
  return internal.api_key_as_json(v_key);
end
$$;

comment on function public.revoke_ml_api_key(jsonb, uuid) is
  'Puts a key out of use for good; doing it again changes nothing.';
revoke all on function public.revoke_ml_api_key(jsonb, uuid) from public;
grant execute on function public.revoke_ml_api_key(jsonb, uuid) to service_role;
