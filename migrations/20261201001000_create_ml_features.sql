-- The features that serving computes for the newest closed bar are kept, once for every horizon and every model: drift is measured on
-- it, and whoever wants to know what a model saw finds it here. A row that is there is never replaced: the bar had
-- closed, so whoever computes it again gets the same. Values are float32 in the order of the set's definition: they replay
-- bit for bit, may be NaN, and take a sixth of the space of named JSON.

create table public.ml_features (
  symbol text not null,
  timeframe text not null,
  ts timestamptz not null,
  feature_set_version text not null,
  features real [] not null,
  computed_at timestamptz not null default now(),
  constraint ml_features_pkey primary key (symbol, timeframe, ts, feature_set_version),
  constraint ml_features_symbol_fkey foreign key (symbol) references public.instruments (symbol),
  constraint ml_features_feature_set_version_fkey
  foreign key (feature_set_version) references public.feature_sets (version),
  constraint ml_features_timeframe_known check (timeframe in ('1m', '5m', '15m', '1h', '4h', '1d')),
  constraint ml_features_features_not_empty check (cardinality(features) > 0)
);
create index ml_features_feature_set_version on public.ml_features (feature_set_version);
comment on table public.ml_features is 'Feature values of closed bars, computed once and shared by every horizon.';
comment on column public.ml_features.ts is 'Opening time of the bar after whose close the values are known.';
comment on column public.ml_features.features is 'Values in the order of the feature set''s definition; NaN = missing.';

alter table public.ml_features enable row level security;
create policy ml_features_select_operator on public.ml_features
for select to authenticated using ((select internal.is_operator()));
grant select on public.ml_features to authenticated;
grant select, insert, update, delete on public.ml_features to service_role;

create function public.store_features(
  p_feature_set_version text,
  p_symbol text,
  p_timeframe text,
  p_ts timestamptz,
  p_features jsonb
)
returns boolean
language sql
volatile
set search_path = ''
as $$
  with stored as (
    insert into public.ml_features (feature_set_version, symbol, timeframe, ts, features)
    select
      p_feature_set_version, p_symbol, p_timeframe, p_ts,
      array_agg(coalesce(value::real, 'NaN') order by position)
    from jsonb_array_elements_text(p_features) with ordinality as feature (value, position)
    on conflict do nothing
    returning 1
  )
  select exists (select from stored)
$$;
comment on function public.store_features(text, text, text, timestamptz, jsonb) is
  'Stores the features of a closed bar, an array in the order of the feature set''s definition with null for '
  'a missing value, unless they are stored already; returns whether they were new.';
revoke all on function public.store_features(text, text, text, timestamptz, jsonb) from public;
grant execute on function public.store_features(text, text, text, timestamptz, jsonb) to service_role;
