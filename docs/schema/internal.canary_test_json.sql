-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function internal.canary_test_json(p_test public.ml_canary_tests)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select to_jsonb(p_test)
$$;

comment on function internal.canary_test_json(public.ml_canary_tests) is 'A canary test as one object.';
revoke all on function internal.canary_test_json(public.ml_canary_tests) from public;
grant execute on function internal.canary_test_json(public.ml_canary_tests) to service_role;
