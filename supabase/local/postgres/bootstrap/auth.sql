-- The helpers that policies call, as the platform defines them: who asks, by the claims of the request.

create or replace function auth.uid() returns uuid language sql stable as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim.sub', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub'
  )::uuid
$$;

create or replace function auth.role() returns text language sql stable as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim.role', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role'
  )::text
$$;

create or replace function auth.email() returns text language sql stable as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim.email', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'email'
  )::text
$$;

create or replace function auth.jwt() returns jsonb language sql stable as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')
  )::jsonb
$$;

-- @supabase/lite writes its JSON columns as JSON texts within JSON; policies and SQL expect the objects themselves.
create or replace function auth.unwrap_json() returns trigger language plpgsql as $$
declare
  unwrapped jsonb;
begin
  select jsonb_object_agg(key, case jsonb_typeof(value) when 'string' then (value #>> '{}')::jsonb else value end)
  into unwrapped from jsonb_each(to_jsonb(new)) where key = any(tg_argv);
  return jsonb_populate_record(new, unwrapped);
end $$;

create or replace trigger unwrap_json before insert or update on auth.users
  for each row execute function auth.unwrap_json('raw_app_meta_data', 'raw_user_meta_data');
create or replace trigger unwrap_json before insert or update on auth.identities
  for each row execute function auth.unwrap_json('identity_data');
