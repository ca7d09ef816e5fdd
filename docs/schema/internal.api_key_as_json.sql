-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

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
