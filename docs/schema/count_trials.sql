-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function public.count_trials(p_symbols text[], p_timeframe text)
returns bigint
language sql
stable
set search_path = ''
as $$
  select count(*) from public.ml_trials as t
  where t.timeframe = p_timeframe
    and t.universe in (select u.universe from public.universe_symbols as u where u.symbol = any(p_symbols))
$$;

comment on function public.count_trials(text[], text) is
  'How many configurations were ever tried on bars of a timeframe of any of the symbols, whatever the '
  'universe and the horizon; those that became models among them.';
revoke all on function public.count_trials(text[], text) from public;
grant execute on function public.count_trials(text[], text) to service_role;
