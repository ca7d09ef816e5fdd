-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function public.delete_watchlist(p_id uuid)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  perform internal.lock_watchlist(p_id);
  delete from public.user_watchlists as w where w.id = p_id;
end
$$;

comment on function public.delete_watchlist(uuid) is
  'Deletes a list; after the default the oldest one is the default. EW404 unknown.';
revoke all on function public.delete_watchlist(uuid) from public;
grant execute on function public.delete_watchlist(uuid) to authenticated;
