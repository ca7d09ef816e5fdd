-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function private.admit_watchlist_symbol()
returns trigger
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_limit constant integer := private.platform_limit('symbols_per_watchlist');
begin
  perform from public.user_watchlists as w where w.id = new.watchlist_id for no key update;
  if (select count(*) from public.watchlist_symbols as s where s.watchlist_id = new.watchlist_id) >= v_limit then
    raise exception 'a watchlist may have % symbols', v_limit using errcode = 'EW429';
  end if;
  return new;
end
$$;

comment on function private.admit_watchlist_symbol() is
  'Trigger: keeps a watchlist within the limit (EW429).';
revoke all on function private.admit_watchlist_symbol() from public;
