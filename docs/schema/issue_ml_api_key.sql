-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function public.issue_ml_api_key(p_actor jsonb, p_key jsonb, p_max_keys integer)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_user_id uuid := p_actor ->> 'id';
  v_key public.ml_api_keys;
begin
  -- One at a time for a user, or two that come together would both find room.
  perform pg_advisory_xact_lock(hashtextextended('ml_api_keys:' || v_user_id, 0));
  if (
    select count(*) from public.ml_api_keys where user_id = v_user_id and revoked_at is null
  ) >= p_max_keys then
    return null;
  end if;
  if octet_length((p_key -> 'metadata')::text) > 4096 then
    raise exception 'metadata takes more than 4096 bytes' using errcode = 'EW400';
  end if;
  perform set_config('edgewise.actor', p_actor::text, true);
  insert into public.ml_api_keys (
    user_id, key_name, key_type, environment, key_prefix, key_hash, scopes, ip_allowlist, metadata, expires_at
  )
  values (
    v_user_id, p_key ->> 'key_name', p_key ->> 'key_type', p_key ->> 'environment', p_key ->> 'key_prefix',
    p_key ->> 'key_hash', array(select jsonb_array_elements_text(p_key -> 'scopes')),
    internal.to_networks(p_key -> 'ip_allowlist'), p_key -> 'metadata', (p_key ->> 'expires_at')::timestamptz
  )
  returning * into v_key;
  return internal.api_key_as_json(v_key);
end
$$;

comment on function public.issue_ml_api_key(jsonb, jsonb, integer) is
  'Stores a new key of the actor''s: {key_name, key_type, environment, key_prefix, key_hash, scopes, '
  'ip_allowlist, metadata, expires_at}. Null when the actor holds p_max_keys already, revoked ones not '
  'counted.';
revoke all on function public.issue_ml_api_key(jsonb, jsonb, integer) from public;
grant execute on function public.issue_ml_api_key(jsonb, jsonb, integer) to service_role;
