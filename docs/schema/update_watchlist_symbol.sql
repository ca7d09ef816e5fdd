-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

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
