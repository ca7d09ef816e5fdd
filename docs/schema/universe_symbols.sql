-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create table public.universe_symbols (
  universe text not null,
  symbol text not null,
  constraint universe_symbols_pkey primary key (universe, symbol),
  constraint universe_symbols_symbol_fkey foreign key (symbol) references public.instruments (symbol),
  constraint universe_symbols_universe_fkey foreign key (universe) references public.universes (name)
);

comment on table public.universe_symbols is 'The symbols of each universe.';

create index universe_symbols_symbol on public.universe_symbols (symbol);

alter table public.universe_symbols enable row level security;
create policy universe_symbols_select_authenticated on public.universe_symbols
for select to authenticated
using (true);
grant select on public.universe_symbols to authenticated;
grant select, insert on public.universe_symbols to service_role;
