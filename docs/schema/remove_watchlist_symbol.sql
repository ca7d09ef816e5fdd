-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

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
