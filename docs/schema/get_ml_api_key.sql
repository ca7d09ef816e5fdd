-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

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
