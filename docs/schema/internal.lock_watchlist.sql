-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function internal.lock_watchlist(p_id uuid)
returns public.user_watchlists
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_watchlist public.user_watchlists;
begin
  select * into v_watchlist from public.user_watchlists as w where w.id = p_id for no key update;
  if not found then
    raise exception 'unknown watchlist %', p_id using errcode = 'EW404';
  end if;
  return v_watchlist;
end
$$;

comment on function internal.lock_watchlist(uuid) is 'Locks a list of the caller''s for a change, or EW404.';
revoke all on function internal.lock_watchlist(uuid) from public;
grant execute on function internal.lock_watchlist(uuid) to authenticated;
