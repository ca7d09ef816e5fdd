-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function public.get_instrument(p_symbol text)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'symbol', i.symbol,
    'asset_class', i.asset_class,
    'tick_size', i.tick_size,
    'has_volume', i.has_volume,
    'calendar', i.calendar,
    'provider_codes', i.provider_codes
  )
  from public.instruments as i
  where i.symbol = p_symbol
$$;

comment on function public.get_instrument(text) is
  'An instrument as one object, or null for an unknown symbol.';
revoke all on function public.get_instrument(text) from public;
grant execute on function public.get_instrument(text) to authenticated, service_role;
