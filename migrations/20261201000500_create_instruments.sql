-- Instruments: symbols that can be traded and predicted. The calendar is kept in the exchange's own zone because daylight saving moves the
-- session with the market; it is checked here since every time feature and every gap report depends on it. A definition is
-- written as a whole or refused as a whole, and its own universe is made with it, so that a model can serve it at once.

create function internal.is_session_calendar(p_calendar jsonb)
returns boolean
language sql
immutable
set search_path = ''
as $$
  select coalesce(
    p_calendar ->> 'zone' ~ '^[A-Z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$'
      and jsonb_typeof(p_calendar -> 'sessions') = 'array'
      and not exists (
        select
        from jsonb_path_query(p_calendar, 'lax $.sessions[*]') as session (value)
        where not coalesce(
          value -> 'day' in ('0', '1', '2', '3', '4', '5', '6')
            and value -> 'open' between '0' and '1439'
            and (value -> 'close') > (value -> 'open')
            and value -> 'close' <= '2880',
          false
        )
      ),
    false
  )
$$;
comment on function internal.is_session_calendar(jsonb) is
  'Whether a value is {zone, sessions: [{day, open, close}]}: an IANA zone name, day 0 = Sunday, minutes '
  'since local midnight; a close beyond 1440 lies in the next day.';
revoke all on function internal.is_session_calendar(jsonb) from public;
grant execute on function internal.is_session_calendar(jsonb) to service_role;

create table public.instruments (
  symbol text not null,
  asset_class text not null,
  tick_size numeric not null,
  has_volume boolean not null,
  calendar jsonb not null,
  provider_codes jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint instruments_pkey primary key (symbol),
  constraint instruments_symbol_form check (symbol ~ '^[A-Z0-9][A-Z0-9._/-]{0,31}$'),
  constraint instruments_asset_class_known check (asset_class in ('fx', 'equity', 'crypto', 'synthetic')),
  constraint instruments_tick_size_positive check (tick_size > 0 and tick_size < 'infinity'),
  constraint instruments_calendar_form check (internal.is_session_calendar(calendar)),
  constraint instruments_provider_codes_form check (
    jsonb_typeof(provider_codes) = 'object'
    and not jsonb_path_exists(provider_codes, 'strict $.* ? (@.type() != "string")', silent => true)
  )
);
comment on table public.instruments is 'Tradable instruments and the facts about their markets that features need.';
comment on column public.instruments.tick_size is 'Smallest price step, in price units.';
comment on column public.instruments.has_volume is 'False where the feed carries none: volume features are then a declared constant.';
comment on column public.instruments.calendar is 'Weekly trading hours: {zone, sessions: [{day, open, close}]}; no sessions = never closes.';
comment on column public.instruments.provider_codes is 'What each data provider calls it, for example {"oanda": "EUR_USD"}.';

create trigger instruments_set_updated_at
before update on public.instruments
for each row execute function internal.set_updated_at();

alter table public.instruments enable row level security;
create policy instruments_select_authenticated on public.instruments
for select to authenticated using (true);
grant select on public.instruments to authenticated;
grant select, insert, update on public.instruments to service_role;

create function public.get_instrument(p_symbol text)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select to_jsonb(i) - array['created_at', 'updated_at'] from public.instruments as i where i.symbol = p_symbol
$$;
comment on function public.get_instrument(text) is
  'An instrument as one object, or null for an unknown symbol.';
revoke all on function public.get_instrument(text) from public;
grant execute on function public.get_instrument(text) to authenticated, service_role;

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
