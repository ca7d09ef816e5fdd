-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

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
