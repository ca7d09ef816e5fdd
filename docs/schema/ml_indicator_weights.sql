-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create table public.ml_indicator_weights (
  id uuid not null default gen_random_uuid(),
  indicator_name text not null,
  current_weight double precision not null default 1.0,
  default_weight double precision not null default 1.0,
  weight_category text not null,
  importance_rank integer,
  last_updated timestamptz not null default now(),
  update_count integer not null default 0,
  avg_performance_with_weight double precision,
  weight_stability double precision,
  min_weight double precision not null default 0.1,
  max_weight double precision not null default 2.0,
  created_at timestamptz not null default now(),
  constraint ml_indicator_weights_pkey primary key (id),
  constraint ml_indicator_weights_indicator_name_key unique (indicator_name),
  constraint ml_indicator_weights_importance_rank_range check (importance_rank >= 1),
  constraint ml_indicator_weights_update_count_range check (update_count >= 0),
  constraint ml_indicator_weights_weight_category_known check (
    weight_category in ('trend', 'momentum', 'volatility', 'volume')
  ),
  constraint ml_indicator_weights_weight_stability_range check (weight_stability between 0 and 1),
  constraint ml_indicator_weights_weights_range check (
    min_weight >= 0
    and max_weight < 'Infinity'
    and current_weight between min_weight and max_weight
    and default_weight between min_weight and max_weight
  )
);

comment on table public.ml_indicator_weights is 'Weight of each indicator in scores and summaries.';
comment on column public.ml_indicator_weights.importance_rank is
  '1 = the most important; null = not ranked yet.';
comment on column public.ml_indicator_weights.weight_stability is
  '1 = the weight never moves between optimisations.';

create index idx_ml_weights_category on public.ml_indicator_weights (weight_category);
create index idx_ml_weights_updated on public.ml_indicator_weights (last_updated desc);

create trigger trigger_update_weights_timestamp
before update on public.ml_indicator_weights
for each row when (old.current_weight is distinct from new.current_weight)
execute function internal.count_weight_update();

alter table public.ml_indicator_weights enable row level security;
create policy ml_indicator_weights_select_public on public.ml_indicator_weights
for select to anon, authenticated
using (true);
grant select on public.ml_indicator_weights to anon, authenticated;
grant select, insert, update on public.ml_indicator_weights to service_role;

insert into public.ml_indicator_weights (indicator_name, current_weight, default_weight, weight_category,
  importance_rank, update_count, avg_performance_with_weight, weight_stability, min_weight, max_weight)
values
  ('adx', 1.2, 1.2, 'trend', 1, 0, null, null, 0.1, 2),
  ('atr', 1, 1, 'volatility', 7, 0, null, null, 0.1, 2),
  ('bollinger', 1, 1, 'volatility', 6, 0, null, null, 0.1, 2),
  ('ema_12', 0.9, 0.9, 'trend', 10, 0, null, null, 0.1, 2),
  ('ema_21', 1, 1, 'trend', 4, 0, null, null, 0.1, 2),
  ('ema_50', 1, 1, 'trend', 5, 0, null, null, 0.1, 2),
  ('macd', 1.2, 1.2, 'momentum', 2, 0, null, null, 0.1, 2),
  ('obv', 0.8, 0.8, 'volume', 12, 0, null, null, 0.1, 2),
  ('price_change', 0.7, 0.7, 'momentum', 14, 0, null, null, 0.1, 2),
  ('rsi', 1.1, 1.1, 'momentum', 3, 0, null, null, 0.1, 2),
  ('sma', 0.8, 0.8, 'trend', 11, 0, null, null, 0.1, 2),
  ('stochastic', 0.9, 0.9, 'momentum', 9, 0, null, null, 0.1, 2),
  ('volatility', 0.8, 0.8, 'volatility', 13, 0, null, null, 0.1, 2),
  ('volume_ma', 0.6, 0.6, 'volume', 15, 0, null, null, 0.1, 2),
  ('vwap', 1, 1, 'volume', 8, 0, null, null, 0.1, 2);
