-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function public.find_canary_test(p_model_version text)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select internal.canary_test_json(t)
  from public.ml_canary_tests as t
  where t.canary_version = p_model_version
  order by t.id desc
  limit 1
$$;

comment on function public.find_canary_test(text) is
  'The newest test of a canary, under way or ended; null = it never was one.';
revoke all on function public.find_canary_test(text) from public;
grant execute on function public.find_canary_test(text) to service_role;
