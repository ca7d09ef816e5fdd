-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

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
