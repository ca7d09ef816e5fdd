-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

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
  constraint market_data_prices_ordered check (
    low > '-Infinity'
    and low <= open
    and low <= close
    and open <= high
    and close <= high
    and high < 'Infinity'
  ),
  constraint market_data_timeframe_known check (timeframe in ('1m', '5m', '15m', '1h', '4h', '1d')),
  constraint market_data_transactions_range check (transactions >= 0),
  constraint market_data_volume_range check (volume >= 0 and volume < 'Infinity'),
  constraint market_data_vwap_finite check (vwap > '-Infinity' and vwap < 'Infinity')
)
partition by range (ts);

comment on table public.market_data is
  'Bars of every symbol and timeframe, one row a bar, partitioned by UTC year.';
comment on column public.market_data.ts is
  'Opening time of the bar; it is known only once it has closed, one timeframe later.';
comment on column public.market_data.volume is
  'Traded volume in the feed''s unit; fractions allowed; 0 where the feed carries none.';

alter table public.market_data enable row level security;
create policy market_data_select_authenticated on public.market_data
for select to authenticated
using (true);
grant select on public.market_data to authenticated;
grant select, insert, update on public.market_data to service_role;
