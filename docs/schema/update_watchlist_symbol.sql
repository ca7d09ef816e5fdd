-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function public.update_watchlist_symbol(p_id uuid, p_symbol text, p_changes jsonb)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
begin
  perform internal.lock_watchlist(p_id);
  update public.watchlist_symbols as s set
    note = case when p_changes ? 'note' then p_changes ->> 'note' else s.note end,
    alert_above = case when p_changes ? 'alert_above' then (p_changes ->> 'alert_above')::numeric else s.alert_above end,
    alert_below = case when p_changes ? 'alert_below' then (p_changes ->> 'alert_below')::numeric else s.alert_below end
  where s.watchlist_id = p_id and s.symbol = p_symbol;
  if not found then
    raise exception 'the watchlist has no %', p_symbol using errcode = 'EW404';
  end if;
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
