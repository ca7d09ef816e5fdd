-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create table public.ml_features (
  symbol text not null,
  timeframe text not null,
  ts timestamptz not null,
  feature_set_version text not null,
  features real[] not null,
  computed_at timestamptz not null default now(),
  constraint ml_features_pkey primary key (symbol, timeframe, ts, feature_set_version),
  constraint ml_features_feature_set_version_fkey foreign key (feature_set_version)
    references public.feature_sets (version),
  constraint ml_features_symbol_fkey foreign key (symbol) references public.instruments (symbol),
  constraint ml_features_features_not_empty check (cardinality(features) > 0),
  constraint ml_features_timeframe_known check (timeframe in ('1m', '5m', '15m', '1h', '4h', '1d'))
);

comment on table public.ml_features is
  'Feature values of closed bars, computed once and shared by every horizon.';
comment on column public.ml_features.ts is 'Opening time of the bar after whose close the values are known.';
comment on column public.ml_features.features is
  'Values in the order of the feature set''s definition; NaN = missing.';

create index ml_features_feature_set_version on public.ml_features (feature_set_version);

alter table public.ml_features enable row level security;
create policy ml_features_select_operator on public.ml_features
for select to authenticated
using ((select internal.is_operator()));
grant select on public.ml_features to authenticated;
grant select, insert, update, delete on public.ml_features to service_role;
