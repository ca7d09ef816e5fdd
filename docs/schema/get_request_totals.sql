-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function public.get_request_totals()
returns jsonb
language sql
stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(to_jsonb(t) order by t.endpoint, t.status, t.cache, t.limiter), '[]')
  from public.request_totals as t
$$;

comment on function public.get_request_totals() is 'Every row of request_totals, for Prometheus.';
revoke all on function public.get_request_totals() from public;
grant execute on function public.get_request_totals() to service_role;
