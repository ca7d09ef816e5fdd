-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function public.update_watchlist(p_id uuid, p_name text default null, p_is_default boolean default null)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
begin
  perform internal.lock_watchlist(p_id);
  if p_name is not null then
    update public.user_watchlists as w set name = p_name where w.id = p_id;
  end if;
  if p_is_default then
    update public.user_watchlists as w set is_default = true where w.id = p_id;
  end if;
  return public.get_watchlist(p_id);
exception when unique_violation then
  raise exception 'there is a watchlist of this name already' using errcode = 'EW409';
end
$$;

comment on function public.update_watchlist(uuid, text, boolean) is
  'Renames a list, or makes it the default; null changes nothing. EW404 unknown, EW409 name taken.';
revoke all on function public.update_watchlist(uuid, text, boolean) from public;
grant execute on function public.update_watchlist(uuid, text, boolean) to authenticated;
