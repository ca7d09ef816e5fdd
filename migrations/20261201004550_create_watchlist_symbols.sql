-- The symbols of watchlists: each once a list, at a place of its own, as many as the platform admits. Whoever writes, every
-- change moves on the version of its list, by which a client notices that somebody else was first.

create function private.admit_watchlist_symbol()
returns trigger
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_limit constant integer := private.platform_limit('symbols_per_watchlist');
begin
  perform from public.user_watchlists as w where w.id = new.watchlist_id for no key update;
  if (select count(*) from public.watchlist_symbols as s where s.watchlist_id = new.watchlist_id) >= v_limit then
    raise exception 'a watchlist may have % symbols', v_limit using errcode = 'EW429';
  end if;
  return new;
end
$$;
comment on function private.admit_watchlist_symbol() is
  'Trigger: keeps a watchlist within the limit (EW429).';
revoke all on function private.admit_watchlist_symbol() from public;

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

create table public.watchlist_symbols (
  watchlist_id uuid not null,
  symbol text not null,
  position integer not null,
  note text,
  alert_above numeric,
  alert_below numeric,
  added_at timestamptz not null default now(),
  constraint watchlist_symbols_pkey primary key (watchlist_id, symbol),
  constraint watchlist_symbols_watchlist_id_fkey
  foreign key (watchlist_id) references public.user_watchlists (id) on delete cascade,
  constraint watchlist_symbols_symbol_fkey foreign key (symbol) references public.instruments (symbol),
  constraint watchlist_symbols_position_key unique (watchlist_id, position) deferrable initially immediate,
  constraint watchlist_symbols_position_positive check (position > 0),
  constraint watchlist_symbols_note_length check (char_length(note) between 1 and 1000),
  constraint watchlist_symbols_alerts_positive check (alert_above > 0 and alert_below > 0),
  constraint watchlist_symbols_alerts_apart check (alert_below < alert_above)
);
create index watchlist_symbols_symbol on public.watchlist_symbols (symbol);
comment on table public.watchlist_symbols is 'The symbols of a watchlist, in order.';
comment on column public.watchlist_symbols.position is 'Order in the list, ascending; numbers may be left out.';
comment on column public.watchlist_symbols.alert_above is 'The user wants to know when the price rises to this.';
comment on column public.watchlist_symbols.alert_below is 'The user wants to know when the price falls to this.';

create trigger watchlist_symbols_admit
before insert on public.watchlist_symbols
for each row execute function private.admit_watchlist_symbol();
create trigger watchlist_symbols_added
after insert on public.watchlist_symbols
referencing new table as changed
for each statement execute function private.move_watchlist_version();
create trigger watchlist_symbols_changed
after update on public.watchlist_symbols
referencing new table as changed
for each statement execute function private.move_watchlist_version();
create trigger watchlist_symbols_removed
after delete on public.watchlist_symbols
referencing old table as changed
for each statement execute function private.move_watchlist_version();

alter table public.watchlist_symbols enable row level security;
create policy watchlist_symbols_select_owner on public.watchlist_symbols
for select to authenticated using (
  exists (select from public.user_watchlists as w where w.id = watchlist_id and w.user_id = (select auth.uid()))
);
create policy watchlist_symbols_insert_owner on public.watchlist_symbols
for insert to authenticated with check (
  exists (select from public.user_watchlists as w where w.id = watchlist_id and w.user_id = (select auth.uid()))
);
create policy watchlist_symbols_update_owner on public.watchlist_symbols
for update to authenticated using (
  exists (select from public.user_watchlists as w where w.id = watchlist_id and w.user_id = (select auth.uid()))
);
create policy watchlist_symbols_delete_owner on public.watchlist_symbols
for delete to authenticated using (
  exists (select from public.user_watchlists as w where w.id = watchlist_id and w.user_id = (select auth.uid()))
);
grant select, delete on public.watchlist_symbols to authenticated;
grant insert (watchlist_id, symbol, position, note, alert_above, alert_below) on public.watchlist_symbols to authenticated;
grant update (position, note, alert_above, alert_below) on public.watchlist_symbols to authenticated;
grant select on public.watchlist_symbols to service_role;
