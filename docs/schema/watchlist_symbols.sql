-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create table public.watchlist_symbols (
  watchlist_id uuid not null,
  symbol text not null,
  "position" integer not null,
  note text,
  alert_above numeric,
  alert_below numeric,
  added_at timestamptz not null default now(),
  constraint watchlist_symbols_pkey primary key (watchlist_id, symbol),
  constraint watchlist_symbols_position_key unique (watchlist_id, "position") deferrable,
  constraint watchlist_symbols_symbol_fkey foreign key (symbol) references public.instruments (symbol),
  constraint watchlist_symbols_watchlist_id_fkey foreign key (watchlist_id)
    references public.user_watchlists (id) on delete cascade,
  constraint watchlist_symbols_alerts_apart check (alert_below < alert_above),
  constraint watchlist_symbols_alerts_positive check (alert_above > 0 and alert_below > 0),
  constraint watchlist_symbols_note_length check (char_length(note) between 1 and 1000),
  constraint watchlist_symbols_position_positive check ("position" > 0)
);

comment on table public.watchlist_symbols is 'The symbols of a watchlist, in order.';
comment on column public.watchlist_symbols."position" is
  'Order in the list, ascending; numbers may be left out.';
comment on column public.watchlist_symbols.alert_above is
  'The user wants to know when the price rises to this.';
comment on column public.watchlist_symbols.alert_below is
  'The user wants to know when the price falls to this.';

create index watchlist_symbols_symbol on public.watchlist_symbols (symbol);

create trigger watchlist_symbols_added
after insert on public.watchlist_symbols
referencing new table as changed
for each statement execute function private.move_watchlist_version();

create trigger watchlist_symbols_admit
before insert on public.watchlist_symbols
for each row execute function private.admit_watchlist_symbol();

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
for select to authenticated
using (exists (select from public.user_watchlists w where w.id = watchlist_symbols.watchlist_id
  and w.user_id = (select auth.uid())));
create policy watchlist_symbols_insert_owner on public.watchlist_symbols
for insert to authenticated
with check (exists (select from public.user_watchlists w where w.id = watchlist_symbols.watchlist_id
  and w.user_id = (select auth.uid())));
create policy watchlist_symbols_update_owner on public.watchlist_symbols
for update to authenticated
using (exists (select from public.user_watchlists w where w.id = watchlist_symbols.watchlist_id
  and w.user_id = (select auth.uid())));
create policy watchlist_symbols_delete_owner on public.watchlist_symbols
for delete to authenticated
using (exists (select from public.user_watchlists w where w.id = watchlist_symbols.watchlist_id
  and w.user_id = (select auth.uid())));
grant select, delete on public.watchlist_symbols to authenticated;
grant select on public.watchlist_symbols to service_role;
grant insert (watchlist_id, symbol, position, note, alert_above,
  alert_below) on public.watchlist_symbols to authenticated;
grant update (position, note, alert_above, alert_below) on public.watchlist_symbols to authenticated;
