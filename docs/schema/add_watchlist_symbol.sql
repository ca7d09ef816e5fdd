-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

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
  insert into public.watchlist_symbols (watchlist_id, symbol, position, note, alert_above, alert_below)
  select
    p_id, p_entry ->> 'symbol', coalesce(max(s.position), 0) + 1, p_entry ->> 'note',
    (p_entry ->> 'alert_above')::numeric, (p_entry ->> 'alert_below')::numeric
  from public.watchlist_symbols as s
  where s.watchlist_id = p_id;
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
