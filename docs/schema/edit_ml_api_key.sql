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
  if octet_length((p_changes -> 'metadata')::text) > 4096 then
    raise exception 'metadata takes more than 4096 bytes' using errcode = 'EW400';
  end if;
  update public.ml_api_keys set
    key_name = coalesce(p_changes ->> 'key_name', key_name),
    scopes = case
      when p_changes ? 'scopes' then array(select jsonb_array_elements_text(p_changes -> 'scopes')) else scopes
    end,
    ip_allowlist = case
      when p_changes ? 'ip_allowlist' then internal.to_networks(p_changes -> 'ip_allowlist') else ip_allowlist
    end,
    metadata = coalesce(p_changes -> 'metadata', metadata),
    is_active = coalesce((p_changes ->> 'is_active')::boolean, is_active)
  where id = p_id
  returning * into v_key;
  return internal.api_key_as_json(v_key);
end
$$;

comment on function public.edit_ml_api_key(jsonb, uuid, jsonb) is
  'Changes what an owner may of a key: key_name, scopes, ip_allowlist, metadata, is_active; what is left out '
  'stays. A revoked key is EW409.';
revoke all on function public.edit_ml_api_key(jsonb, uuid, jsonb) from public;
grant execute on function public.edit_ml_api_key(jsonb, uuid, jsonb) to service_role;
