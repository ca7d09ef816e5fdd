-- Acts of the service on keys for their owners. Every function takes who acts, p_actor {kind, id, request_id} as in
-- audit_log: the id is the owner, and a key of somebody else is as unknown as one that does not exist.

create function internal.api_key_as_json(p_key public.ml_api_keys)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select to_jsonb(p_key) - array['key_hash', 'previous_key_hash']
$$;
comment on function internal.api_key_as_json(public.ml_api_keys) is
  'A key as its owner may see it: without hashes.';
revoke all on function internal.api_key_as_json(public.ml_api_keys) from public;
grant execute on function internal.api_key_as_json(public.ml_api_keys) to service_role;

create function internal.api_key_columns(p_given jsonb)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
begin
  if octet_length((p_given -> 'metadata')::text) > 4096 then
    raise exception 'metadata takes more than 4096 bytes' using errcode = 'EW400';
  end if;
  if not p_given ? 'ip_allowlist' then
    return p_given;
  end if;
  return p_given || jsonb_build_object(
    'ip_allowlist', array(select n.network::inet from jsonb_array_elements_text(p_given -> 'ip_allowlist') as n (network))
  );
exception when invalid_text_representation then
  raise exception 'ip_allowlist holds something that is no network' using errcode = 'EW400';
end
$$;
comment on function internal.api_key_columns(jsonb) is
  'Columns of a key as its owner gave them, when they can be stored: metadata of more than 4096 bytes and '
  'networks that are none are EW400.';
revoke all on function internal.api_key_columns(jsonb) from public;
grant execute on function internal.api_key_columns(jsonb) to service_role;

create function internal.lock_api_key(p_actor jsonb, p_id uuid)
returns public.ml_api_keys
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_key public.ml_api_keys;
begin
  select * into v_key from public.ml_api_keys
  where id = p_id and user_id = (p_actor ->> 'id')::uuid
  for update;
  if not found then
    raise exception 'unknown API key %', p_id using errcode = 'EW404';
  end if;
  perform set_config('edgewise.actor', p_actor::text, true);
  return v_key;
end
$$;
comment on function internal.lock_api_key(jsonb, uuid) is
  'Locks a key of the actor''s for a change, and names the actor for the audit log; a key of somebody else is '
  'EW404.';
revoke all on function internal.lock_api_key(jsonb, uuid) from public;
grant execute on function internal.lock_api_key(jsonb, uuid) to service_role;

create function public.issue_ml_api_key(p_actor jsonb, p_key jsonb, p_max_keys integer)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_user_id constant uuid := p_actor ->> 'id';
  v_key public.ml_api_keys;
begin
  -- One at a time for a user, or two that come together would both find room.
  perform pg_advisory_xact_lock(hashtextextended('ml_api_keys:' || v_user_id, 0));
  if (
    select count(*) from public.ml_api_keys where user_id = v_user_id and revoked_at is null
  ) >= p_max_keys then
    return null;
  end if;
  perform set_config('edgewise.actor', p_actor::text, true);
  select * into v_key from internal.insert_rows(
    null::public.ml_api_keys,
    jsonb_build_array(internal.api_key_columns(p_key) || jsonb_build_object('user_id', v_user_id))
  );
  return internal.api_key_as_json(v_key);
end
$$;
comment on function public.issue_ml_api_key(jsonb, jsonb, integer) is
  'Stores a new key of the actor''s, an object with columns of ml_api_keys. Null when the actor holds '
  'p_max_keys already, revoked ones not counted.';
revoke all on function public.issue_ml_api_key(jsonb, jsonb, integer) from public;
grant execute on function public.issue_ml_api_key(jsonb, jsonb, integer) to service_role;

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

create function public.rotate_ml_api_key(p_actor jsonb, p_id uuid, p_key_hash text, p_key_prefix text, p_grace_seconds integer)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_key public.ml_api_keys := internal.lock_api_key(p_actor, p_id);
  c_stays constant boolean := p_grace_seconds > 0;
begin
  if v_key.revoked_at is not null or v_key.expires_at <= now() then
    raise exception 'the API key is revoked or has expired: issue a new one' using errcode = 'EW409';
  end if;
  update public.ml_api_keys set
    key_hash = p_key_hash,
    key_prefix = p_key_prefix,
    previous_key_hash = case when c_stays then v_key.key_hash end,
    previous_valid_until = case when c_stays then now() + make_interval(secs => p_grace_seconds) end,
    rotated_at = now()
  where id = p_id
  returning * into v_key;
  return internal.api_key_as_json(v_key);
end
$$;
comment on function public.rotate_ml_api_key(jsonb, uuid, text, text, integer) is
  'Gives a key a new text. The text until now works for p_grace_seconds more, the one before it no longer. A '
  'key that is revoked or has expired is EW409.';
revoke all on function public.rotate_ml_api_key(jsonb, uuid, text, text, integer) from public;
grant execute on function public.rotate_ml_api_key(jsonb, uuid, text, text, integer) to service_role;

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

create function public.get_ml_api_key(p_user_id uuid, p_id uuid)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select internal.api_key_as_json(k) from public.ml_api_keys as k where k.id = p_id and k.user_id = p_user_id
$$;
comment on function public.get_ml_api_key(uuid, uuid) is 'A key of a user''s, or null.';
revoke all on function public.get_ml_api_key(uuid, uuid) from public;
grant execute on function public.get_ml_api_key(uuid, uuid) to service_role;

create function public.list_ml_api_keys(p_user_id uuid, p_limit integer, p_after uuid default null)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(internal.api_key_as_json(page) order by page.created_at desc, page.id desc), '[]')
  from (
    select k.* from public.ml_api_keys as k
    where k.user_id = p_user_id and (
      p_after is null or (k.created_at, k.id) < (
        select a.created_at, a.id from public.ml_api_keys as a where a.id = p_after and a.user_id = p_user_id
      )
    )
    order by k.created_at desc, k.id desc
    limit p_limit
  ) as page
$$;
comment on function public.list_ml_api_keys(uuid, integer, uuid) is
  'A user''s keys, newest first, revoked ones too; from after the key p_after on.';
revoke all on function public.list_ml_api_keys(uuid, integer, uuid) from public;
grant execute on function public.list_ml_api_keys(uuid, integer, uuid) to service_role;
