-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function public.get_rate_limit_tiers()
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_object_agg(
    name, jsonb_build_object('perMinute', per_minute, 'perHour', per_hour, 'burst', burst)
  )
  from public.rate_limit_tiers
$$;

comment on function public.get_rate_limit_tiers() is
  'Every tier by its name: {perMinute, perHour, burst}, null where there is no such limit.';
revoke all on function public.get_rate_limit_tiers() from public;
grant execute on function public.get_rate_limit_tiers() to service_role;
