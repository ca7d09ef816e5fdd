-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function private.move_watchlist_version()
returns trigger
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  update public.user_watchlists as w set version = w.version + 1
  where w.id in (select c.watchlist_id from changed as c);
  return null;
end
$$;

comment on function private.move_watchlist_version() is
  'Trigger: each statement that changes a list''s symbols is a new version of it.';
revoke all on function private.move_watchlist_version() from public;
