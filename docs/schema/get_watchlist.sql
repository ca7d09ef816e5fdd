-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function public.get_watchlist(p_id uuid, p_expand text[] default '{}')
returns jsonb
language sql
stable
set search_path = ''
as $$
  select internal.describe_watchlist(w, p_expand) from public.user_watchlists as w where w.id = p_id
$$;

comment on function public.get_watchlist(uuid, text[]) is 'A list of the caller''s; null when there is none.';
revoke all on function public.get_watchlist(uuid, text[]) from public;
grant execute on function public.get_watchlist(uuid, text[]) to authenticated;
