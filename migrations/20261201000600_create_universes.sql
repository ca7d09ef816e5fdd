-- A model serves a universe: a named set of symbols that never changes under a model. Every instrument has a universe
-- of its own, bearing its name.

create table public.universes (
  name text not null,
  created_at timestamptz not null default now(),
  constraint universes_pkey primary key (name),
  constraint universes_name_form check (name ~ '^[A-Za-z0-9][A-Za-z0-9._/+-]{0,63}$')
);
comment on table public.universes is 'Named sets of symbols that a model is trained on and serves.';

alter table public.universes enable row level security;
create policy universes_select_authenticated on public.universes
for select to authenticated using (true);
grant select on public.universes to authenticated;
-- Update is needed to lock a universe's row while the model that serves it changes.
grant select, insert, update on public.universes to service_role;

create table public.universe_symbols (
  universe text not null,
  symbol text not null,
  constraint universe_symbols_pkey primary key (universe, symbol),
  constraint universe_symbols_universe_fkey foreign key (universe) references public.universes (name),
  constraint universe_symbols_symbol_fkey foreign key (symbol) references public.instruments (symbol)
);
create index universe_symbols_symbol on public.universe_symbols (symbol);
comment on table public.universe_symbols is 'The symbols of each universe.';

alter table public.universe_symbols enable row level security;
create policy universe_symbols_select_authenticated on public.universe_symbols
for select to authenticated using (true);
grant select on public.universe_symbols to authenticated;
grant select, insert on public.universe_symbols to service_role;

create function public.register_universe(p_universe text, p_symbols text[])
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_unknown text;
begin
  if cardinality(p_symbols) is null or cardinality(p_symbols) = 0 then
    raise exception 'a universe needs at least one symbol' using errcode = 'EW400';
  end if;
  select string_agg(s.symbol, ', ') into v_unknown
  from unnest(p_symbols) as s (symbol)
  where not exists (select from public.instruments as i where i.symbol = s.symbol);
  if v_unknown is not null then
    raise exception 'unknown symbols: %', v_unknown using errcode = 'EW404';
  end if;

  insert into public.universes (name) values (p_universe) on conflict do nothing;
  if found then
    insert into public.universe_symbols (universe, symbol)
    select distinct p_universe, s.symbol from unnest(p_symbols) as s (symbol);
  elsif exists (
    (select s.symbol from unnest(p_symbols) as s (symbol)
     except select u.symbol from public.universe_symbols as u where u.universe = p_universe)
    union all
    (select u.symbol from public.universe_symbols as u where u.universe = p_universe
     except select s.symbol from unnest(p_symbols) as s (symbol))
  ) then
    raise exception 'universe % exists with other symbols', p_universe using errcode = 'EW409';
  end if;
end
$$;
comment on function public.register_universe(text, text[]) is
  'Names a set of symbols; the same set again is accepted, another set under the name is refused (EW409).';
revoke all on function public.register_universe(text, text[]) from public;
grant execute on function public.register_universe(text, text[]) to service_role;
