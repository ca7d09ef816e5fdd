-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function private.admit_default_watchlist()
returns trigger
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  -- One that another list takes over for is unset by this very trigger, one level further down.
  if pg_trigger_depth() = 1 then
    if not new.is_default then
      raise exception 'another list must become the default' using errcode = 'EW400';
    end if;
    perform pg_advisory_xact_lock(hashtextextended('user_watchlists:' || new.user_id, 0));
    update public.user_watchlists as w set is_default = false
    where w.user_id = new.user_id and w.is_default and w.id <> new.id;
  end if;
  return new;
end
$$;

comment on function private.admit_default_watchlist() is
  'Trigger: a list becomes the default in place of the one before, and ceases to be it in no other way '
  '(EW400).';
revoke all on function private.admit_default_watchlist() from public;
