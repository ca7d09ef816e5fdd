-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

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
