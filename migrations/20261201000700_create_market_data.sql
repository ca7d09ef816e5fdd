-- Bars. Partitioned by year: hundreds of monthly partitions cost more planning time than they save, and every query
-- bounds ts. Double precision, because bars feed float64 kernels; numeric would cost ten times the CPU for digits that
-- no feed carries. The partitions are made by the ingest, in the private schema, so that the API shows one table.

create table public.market_data (
  symbol text not null,
  timeframe text not null,
  ts timestamptz not null,
  open double precision not null,
  high double precision not null,
  low double precision not null,
  close double precision not null,
  volume double precision not null,
  vwap double precision,
  transactions bigint,
  constraint market_data_pkey primary key (symbol, timeframe, ts),
  constraint market_data_symbol_fkey foreign key (symbol) references public.instruments (symbol),
  constraint market_data_timeframe_known check (timeframe in ('1m', '5m', '15m', '1h', '4h', '1d')),
  -- NaN sorts above infinity, so these comparisons refuse it as well.
  constraint market_data_prices_ordered check (
    low > '-infinity' and low <= open and low <= close and open <= high and close <= high and high < 'infinity'
  ),
  constraint market_data_volume_range check (volume >= 0 and volume < 'infinity'),
  constraint market_data_vwap_finite check (vwap > '-infinity' and vwap < 'infinity'),
  constraint market_data_transactions_range check (transactions >= 0)
)
partition by range (ts);
comment on table public.market_data is 'Bars of every symbol and timeframe, one row a bar, partitioned by UTC year.';
comment on column public.market_data.ts is 'Opening time of the bar; it is known only once it has closed, one timeframe later.';
comment on column public.market_data.volume is 'Traded volume in the feed''s unit; fractions allowed; 0 where the feed carries none.';

alter table public.market_data enable row level security;
create policy market_data_select_authenticated on public.market_data
for select to authenticated using (true);
grant select on public.market_data to authenticated;
grant select, insert, update on public.market_data to service_role;

create function private.ensure_market_data_partitions(p_from timestamptz, p_to timestamptz)
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_year integer;
  v_name text;
begin
  if p_from < '1900-01-01 00:00+00' or p_to > now() + interval '1 day' then
    raise exception 'bars from % to % lie outside 1900 .. now', p_from, p_to using errcode = 'EW400';
  end if;
  for v_year in
    extract(year from p_from at time zone 'UTC')::integer .. extract(year from p_to at time zone 'UTC')::integer
  loop
    v_name := format('market_data_y%s', v_year);
    continue when to_regclass('private.' || v_name) is not null;
    perform pg_advisory_xact_lock(hashtextextended('private.ensure_market_data_partitions', 0));
    -- Somebody else may have made it meanwhile; to_regclass would answer from its cache.
    continue when exists (
      select from pg_class as c where c.relnamespace = 'private'::regnamespace and c.relname = v_name
    );
    -- Created apart and then attached: attaching lets readers and writers of the other years go on.
    execute format('create table private.%I (like public.market_data including constraints)', v_name);
    execute format('alter table private.%I enable row level security', v_name);
    execute format(
      'alter table public.market_data attach partition private.%I for values from (%L) to (%L)',
      v_name, make_timestamptz(v_year, 1, 1, 0, 0, 0, 'UTC'), make_timestamptz(v_year + 1, 1, 1, 0, 0, 0, 'UTC')
    );
  end loop;
end
$$;
comment on function private.ensure_market_data_partitions(timestamptz, timestamptz) is
  'Makes the yearly partitions of market_data between two times. Definer, because only the owner may create '
  'them.';
revoke all on function private.ensure_market_data_partitions(timestamptz, timestamptz) from public;
grant execute on function private.ensure_market_data_partitions(timestamptz, timestamptz) to service_role;

create function internal.timeframe_interval(p_timeframe text)
returns interval
language sql
immutable
set search_path = ''
as $$
  select case p_timeframe
    when '1m' then interval '1 minute'
    when '5m' then interval '5 minutes'
    when '15m' then interval '15 minutes'
    when '1h' then interval '1 hour'
    when '4h' then interval '4 hours'
    when '1d' then interval '24 hours'
  end
$$;
comment on function internal.timeframe_interval(text) is 'How long a bar of a timeframe lasts.';
revoke all on function internal.timeframe_interval(text) from public;
grant execute on function internal.timeframe_interval(text) to service_role;
