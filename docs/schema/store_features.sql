-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

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
