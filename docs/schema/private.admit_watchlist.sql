-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function private.admit_watchlist()
returns trigger
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_limit constant integer := private.platform_limit('watchlists_per_user');
begin
  -- One at a time for a user, or two that come together would both find room, or both become the default.
  perform pg_advisory_xact_lock(hashtextextended('user_watchlists:' || new.user_id, 0));
  if (select count(*) from public.user_watchlists as w where w.user_id = new.user_id) >= v_limit then
    raise exception 'a user may have % watchlists', v_limit using errcode = 'EW429';
  end if;
  if new.is_default then
    update public.user_watchlists as w set is_default = false where w.user_id = new.user_id and w.is_default;
  else
    new.is_default := not exists (
      select from public.user_watchlists as w where w.user_id = new.user_id and w.is_default
    );
  end if;
  return new;
end
$$;

comment on function private.admit_watchlist() is
  'Trigger: keeps a user within the limit (EW429), and makes a list the default when it shall be or is the '
  'first.';
revoke all on function private.admit_watchlist() from public;
