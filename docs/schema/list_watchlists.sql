-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function public.list_watchlists(p_limit integer, p_after uuid default null, p_expand text[] default '{}')
returns jsonb
language sql
stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(internal.describe_watchlist(page.watchlist, p_expand) order by page.created_at, page.id), '[]')
  from (
    select w as watchlist, w.created_at, w.id
    from public.user_watchlists as w
    where p_after is null or (w.created_at, w.id) > (
      select after.created_at, after.id from public.user_watchlists as after where after.id = p_after
    )
    order by w.created_at, w.id
    limit least(p_limit, 1000)
  ) as page
$$;

comment on function public.list_watchlists(integer, uuid, text[]) is
  'The caller''s lists, oldest first, at most p_limit (up to 1000) of those after the list p_after.';
revoke all on function public.list_watchlists(integer, uuid, text[]) from public;
grant execute on function public.list_watchlists(integer, uuid, text[]) to authenticated;
