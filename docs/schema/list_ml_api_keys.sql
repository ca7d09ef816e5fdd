-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

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
