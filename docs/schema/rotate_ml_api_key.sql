-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

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
