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
