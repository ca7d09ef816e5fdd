-- Weights of the indicators in scores and summaries. Seeded here rather than with the demo data, because every
-- installation needs weights from the first call on; optimisers move them within min_weight and max_weight.

create function internal.count_weight_update()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  new.last_updated := now();
  new.update_count := old.update_count + 1;
  return new;
end
$$;
comment on function internal.count_weight_update() is 'Trigger: stamps and counts each change of a weight.';
revoke all on function internal.count_weight_update() from public;

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
  constraint ml_indicator_weights_weight_category_known check (
    weight_category in ('trend', 'momentum', 'volatility', 'volume')
  ),
  constraint ml_indicator_weights_weights_range check (
    min_weight >= 0
    and max_weight < 'infinity'
    and current_weight between min_weight and max_weight
    and default_weight between min_weight and max_weight
  ),
  constraint ml_indicator_weights_importance_rank_range check (importance_rank >= 1),
  constraint ml_indicator_weights_weight_stability_range check (weight_stability between 0 and 1),
  constraint ml_indicator_weights_update_count_range check (update_count >= 0)
);
-- The unique constraint serves look-ups by name.
create index idx_ml_weights_category on public.ml_indicator_weights (weight_category);
create index idx_ml_weights_updated on public.ml_indicator_weights (last_updated desc);
comment on table public.ml_indicator_weights is 'Weight of each indicator in scores and summaries.';
comment on column public.ml_indicator_weights.importance_rank is '1 = the most important; null = not ranked yet.';
comment on column public.ml_indicator_weights.weight_stability is '1 = the weight never moves between optimisations.';

create trigger trigger_update_weights_timestamp
before update on public.ml_indicator_weights
for each row when (old.current_weight is distinct from new.current_weight)
execute function internal.count_weight_update();

alter table public.ml_indicator_weights enable row level security;
create policy ml_indicator_weights_select_public on public.ml_indicator_weights
for select to anon, authenticated using (true);
grant select on public.ml_indicator_weights to anon, authenticated;
grant select, insert, update on public.ml_indicator_weights to service_role;

insert into public.ml_indicator_weights (indicator_name, weight_category, default_weight, current_weight, importance_rank)
select indicator_name, weight_category, weight, weight, importance_rank
from (
  values
  ('adx', 'trend', 1.2, 1),
  ('macd', 'momentum', 1.2, 2),
  ('rsi', 'momentum', 1.1, 3),
  ('ema_21', 'trend', 1.0, 4),
  ('ema_50', 'trend', 1.0, 5),
  ('bollinger', 'volatility', 1.0, 6),
  ('atr', 'volatility', 1.0, 7),
  ('vwap', 'volume', 1.0, 8),
  ('stochastic', 'momentum', 0.9, 9),
  ('ema_12', 'trend', 0.9, 10),
  ('sma', 'trend', 0.8, 11),
  ('obv', 'volume', 0.8, 12),
  ('volatility', 'volatility', 0.8, 13),
  ('price_change', 'momentum', 0.7, 14),
  ('volume_ma', 'volume', 0.6, 15)
) as seed (indicator_name, weight_category, weight, importance_rank)
on conflict (indicator_name) do nothing;

create function public.get_latest_indicator_weights()
returns table (
  indicator_name text,
  current_weight double precision,
  weight_category text,
  last_updated timestamptz
)
language sql
stable
set search_path = ''
as $$
  select w.indicator_name, w.current_weight, w.weight_category, w.last_updated
  from public.ml_indicator_weights as w
  order by w.importance_rank nulls last, w.indicator_name
$$;
comment on function public.get_latest_indicator_weights() is
  'Every indicator''s weight, the most important first.';
revoke all on function public.get_latest_indicator_weights() from public;
grant execute on function public.get_latest_indicator_weights() to anon, authenticated, service_role;

create function public.get_indicator_weights()
returns jsonb
language sql
stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(to_jsonb(w) order by w.importance_rank nulls last, w.indicator_name), '[]')
  from public.ml_indicator_weights as w
$$;
comment on function public.get_indicator_weights() is
  'Every indicator''s weight with its default and its bounds, the most important first.';
revoke all on function public.get_indicator_weights() from public;
grant execute on function public.get_indicator_weights() to service_role;
