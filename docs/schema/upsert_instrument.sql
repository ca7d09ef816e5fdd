-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function public.upsert_instrument(p_instrument jsonb)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_instrument public.instruments;
begin
  begin
    perform now() at time zone (p_instrument -> 'calendar' ->> 'zone');
  exception when invalid_parameter_value then
    raise exception 'unknown time zone %', p_instrument -> 'calendar' -> 'zone' using errcode = 'EW400';
  end;

  perform internal.insert_rows(
    null::public.instruments, jsonb_build_array(p_instrument), 'on conflict (symbol) do nothing'
  );
  if not found then
    select * into v_instrument from public.instruments as i where i.symbol = p_instrument ->> 'symbol' for update;
    perform internal.update_row(v_instrument, p_instrument);
  end if;

  perform public.register_universe(p_instrument ->> 'symbol', array[p_instrument ->> 'symbol']);
  return public.get_instrument(p_instrument ->> 'symbol');
end
$$;

comment on function public.upsert_instrument(jsonb) is
  'Stores an instrument {symbol, asset_class, tick_size, has_volume, calendar, provider_codes} and its own '
  'universe; of one that is stored it changes what is given. Answers it as stored. An unknown time zone is '
  'EW400, any other fault the violated constraint.';
revoke all on function public.upsert_instrument(jsonb) from public;
grant execute on function public.upsert_instrument(jsonb) to service_role;
