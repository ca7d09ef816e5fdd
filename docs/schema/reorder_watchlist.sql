-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function public.reorder_watchlist(p_id uuid, p_symbols text[], p_version bigint)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_watchlist public.user_watchlists := internal.lock_watchlist(p_id);
begin
  if v_watchlist.version <> p_version then
    raise exception 'the watchlist is at version %, not %', v_watchlist.version, p_version using errcode = 'EW409';
  end if;
  if (select array_agg(s.symbol order by s.symbol collate "C") from unnest(p_symbols) as s (symbol)) is distinct from (
    select array_agg(s.symbol order by s.symbol collate "C") from public.watchlist_symbols as s
    where s.watchlist_id = p_id
  ) then
    raise exception 'the new order must name each symbol of the watchlist once' using errcode = 'EW400';
  end if;
  set constraints public.watchlist_symbols_position_key deferred;
  update public.watchlist_symbols as s set position = wanted.position
  from unnest(p_symbols) with ordinality as wanted (symbol, position)
  where s.watchlist_id = p_id and s.symbol = wanted.symbol;
  return public.get_watchlist(p_id);
end
$$;

comment on function public.reorder_watchlist(uuid, text[], bigint) is
  'Puts the symbols of a list in another order. EW404 unknown list, EW409 when p_version is not the newest, '
  'EW400 when the order does not name each symbol once.';
revoke all on function public.reorder_watchlist(uuid, text[], bigint) from public;
grant execute on function public.reorder_watchlist(uuid, text[], bigint) to authenticated;
