-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

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
  constraint instruments_asset_class_known check (asset_class in ('fx', 'equity', 'crypto', 'synthetic')),
  constraint instruments_calendar_form check (internal.is_session_calendar(calendar)),
  constraint instruments_provider_codes_form check (
    jsonb_typeof(provider_codes) = 'object'
    and not jsonb_path_exists(provider_codes, 'strict $.*?(@.type() != "string")'::jsonpath, silent => true)
  ),
  constraint instruments_symbol_form check (symbol ~ '^[A-Z0-9][A-Z0-9._/-]{0,31}$'),
  constraint instruments_tick_size_positive check (tick_size > 0 and tick_size < 'Infinity')
);

comment on table public.instruments is
  'Tradable instruments and the facts about their markets that features need.';
comment on column public.instruments.tick_size is 'Smallest price step, in price units.';
comment on column public.instruments.has_volume is
  'False where the feed carries none: volume features are then a declared constant.';
comment on column public.instruments.calendar is
  'Weekly trading hours: {zone, sessions: [{day, open, close}]}; no sessions = never closes.';
comment on column public.instruments.provider_codes is
  'What each data provider calls it, for example {"oanda": "EUR_USD"}.';

create trigger instruments_set_updated_at
before update on public.instruments
for each row execute function internal.set_updated_at();

alter table public.instruments enable row level security;
create policy instruments_select_authenticated on public.instruments
for select to authenticated
using (true);
grant select on public.instruments to authenticated;
grant select, insert, update on public.instruments to service_role;
