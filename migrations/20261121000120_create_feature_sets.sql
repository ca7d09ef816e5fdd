-- A feature set is a versioned list of features; its version is a hash of its definition, so a version can never come
-- to mean something else, and a model refuses features of another version. ml_features keeps values as float32 in the
-- order of the definition: they replay bit for bit, may be NaN, and take a sixth of the space of named JSON.

create table public.feature_sets (
  version text not null,
  definition jsonb not null,
  created_at timestamptz not null default now(),
  constraint feature_sets_pkey primary key (version),
  constraint feature_sets_version_form check (version ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$')
);
comment on table public.feature_sets is 'Versioned lists of features: name, parameters and lookback of each.';
comment on column public.feature_sets.version is 'Hash of the definition.';

alter table public.feature_sets enable row level security;
create policy feature_sets_select_authenticated on public.feature_sets
for select to authenticated using (true);
grant select on public.feature_sets to authenticated;
grant select, insert on public.feature_sets to service_role;

create function public.register_feature_set(p_version text, p_definition jsonb)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  insert into public.feature_sets (version, definition) values (p_version, p_definition) on conflict do nothing;
  if exists (
    select from public.feature_sets as s where s.version = p_version and s.definition is distinct from p_definition
  ) then
    raise exception 'feature set % has another definition', p_version using errcode = 'EW409';
  end if;
end
$$;
comment on function public.register_feature_set(text, jsonb) is
  'Stores a feature set''s definition; the same again is accepted, another under the version is refused (EW409).';
revoke all on function public.register_feature_set(text, jsonb) from public;
grant execute on function public.register_feature_set(text, jsonb) to service_role;

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
for select to authenticated using ((select private.is_operator()));
grant select on public.ml_features to authenticated;
grant select, insert, update, delete on public.ml_features to service_role;
