-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function public.upsert_instrument(p_instrument jsonb)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_symbol text := p_instrument ->> 'symbol';
begin
  begin
    perform now() at time zone (p_instrument -> 'calendar' ->> 'zone');
  exception when invalid_parameter_value then
    raise exception 'unknown time zone %', p_instrument -> 'calendar' -> 'zone' using errcode = 'EW400';
  end;

  insert into public.instruments as i (symbol, asset_class, tick_size, has_volume, calendar, provider_codes)
  select n.symbol, n.asset_class, n.tick_size, n.has_volume, n.calendar, coalesce(n.provider_codes, '{}')
  from jsonb_populate_record(null::public.instruments, p_instrument) as n
  on conflict (symbol) do update set
    asset_class = excluded.asset_class,
    tick_size = excluded.tick_size,
    has_volume = excluded.has_volume,
    calendar = excluded.calendar,
    provider_codes = excluded.provider_codes;

  perform public.register_universe(v_symbol, array[v_symbol]);
  return public.get_instrument(v_symbol);
end
$$;

comment on function public.upsert_instrument(jsonb) is
  'Stores an instrument {symbol, asset_class, tick_size, has_volume, calendar, provider_codes} and its own '
  'universe; answers it as stored. An unknown time zone is EW400, any other fault the violated constraint.';
revoke all on function public.upsert_instrument(jsonb) from public;
grant execute on function public.upsert_instrument(jsonb) to service_role;
