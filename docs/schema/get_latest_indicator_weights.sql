-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

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
