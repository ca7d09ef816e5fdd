-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

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
