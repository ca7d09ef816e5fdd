-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function public.list_open_canary_tests()
returns jsonb
language sql
stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(internal.canary_test_json(t) order by t.id), '[]')
  from public.ml_canary_tests as t
  where t.ended_at is null
$$;

comment on function public.list_open_canary_tests() is 'The canary tests that are under way, as an array.';
revoke all on function public.list_open_canary_tests() from public;
grant execute on function public.list_open_canary_tests() to service_role;
