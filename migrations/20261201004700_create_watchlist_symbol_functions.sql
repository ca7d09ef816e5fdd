-- Acts of the API on the symbols of a watchlist: one call, one transaction, with the rights of the user who asks. Each locks
-- its list first, so that two changes at once are made one after the other.

create function public.add_watchlist_symbol(p_id uuid, p_entry jsonb)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
begin
  perform internal.lock_watchlist(p_id);
  if not exists (select from public.instruments as i where i.symbol = p_entry ->> 'symbol') then
    raise exception 'no instrument is named %', p_entry ->> 'symbol' using errcode = 'EW405';
  end if;
  perform internal.insert_rows(null::public.watchlist_symbols, (
    select jsonb_build_array(
      p_entry || jsonb_build_object('watchlist_id', p_id, 'position', coalesce(max(s.position), 0) + 1)
    )
    from public.watchlist_symbols as s
    where s.watchlist_id = p_id
  ));
  return public.get_watchlist(p_id);
exception when unique_violation then
  raise exception 'the watchlist has % already', p_entry ->> 'symbol' using errcode = 'EW409';
end
$$;
comment on function public.add_watchlist_symbol(uuid, jsonb) is
  'Adds {symbol, note?, alert_above?, alert_below?} at the end of a list. EW404 unknown list, EW405 unknown '
  'symbol, EW409 there already, EW429 over the limit.';
revoke all on function public.add_watchlist_symbol(uuid, jsonb) from public;
grant execute on function public.add_watchlist_symbol(uuid, jsonb) to authenticated;

create function public.update_watchlist_symbol(p_id uuid, p_symbol text, p_changes jsonb)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_entry public.watchlist_symbols;
begin
  perform internal.lock_watchlist(p_id);
  select * into v_entry from public.watchlist_symbols as s where s.watchlist_id = p_id and s.symbol = p_symbol;
  if not found then
    raise exception 'the watchlist has no %', p_symbol using errcode = 'EW404';
  end if;
  perform internal.update_row(v_entry, p_changes - 'position');
  return public.get_watchlist(p_id);
exception when check_violation then
  raise exception 'alert_below must be below alert_above' using errcode = 'EW400';
end
$$;
comment on function public.update_watchlist_symbol(uuid, text, jsonb) is
  'Changes note and alerts of a symbol, those that are given; null takes one away. EW404 unknown, EW400 '
  'alerts that cross.';
revoke all on function public.update_watchlist_symbol(uuid, text, jsonb) from public;
grant execute on function public.update_watchlist_symbol(uuid, text, jsonb) to authenticated;

create function public.remove_watchlist_symbol(p_id uuid, p_symbol text)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
begin
  perform internal.lock_watchlist(p_id);
  delete from public.watchlist_symbols as s where s.watchlist_id = p_id and s.symbol = p_symbol;
  if not found then
    raise exception 'the watchlist has no %', p_symbol using errcode = 'EW404';
  end if;
  return public.get_watchlist(p_id);
end
$$;
comment on function public.remove_watchlist_symbol(uuid, text) is 'Takes a symbol off a list. EW404 unknown.';
revoke all on function public.remove_watchlist_symbol(uuid, text) from public;
grant execute on function public.remove_watchlist_symbol(uuid, text) to authenticated;

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
