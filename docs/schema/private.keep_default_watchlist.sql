-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function private.keep_default_watchlist()
returns trigger
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  update public.user_watchlists as w set is_default = true
  where w.id = (
    select other.id from public.user_watchlists as other
    where other.user_id = old.user_id
    order by other.created_at, other.id
    limit 1
  );
  return null;
end
$$;

comment on function private.keep_default_watchlist() is
  'Trigger: the oldest list follows a default that was deleted.';
revoke all on function private.keep_default_watchlist() from public;
