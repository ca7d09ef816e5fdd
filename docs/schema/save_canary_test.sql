-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function public.save_canary_test(p_test jsonb, p_processed_before timestamptz, p_decision text, p_actor jsonb)
returns boolean
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_id constant bigint := (p_test ->> 'id')::bigint;
  v_test public.ml_canary_tests;
  v_canary public.ml_models;
begin
  if p_decision is not null and p_decision not in ('promote', 'rollback') then
    raise exception 'a test decides promote or rollback, not %', p_decision using errcode = 'EW400';
  end if;
  select * into v_test from public.ml_canary_tests as t where t.id = v_id;
  if not found then
    raise exception 'unknown canary test %', v_id using errcode = 'EW404';
  end if;
  v_canary := internal.lock_scope_of(v_test.canary_version);
  select * into v_test from public.ml_canary_tests as t
  where t.id = v_id and t.ended_at is null and t.processed_bar_ts is not distinct from p_processed_before
  for update;
  if not found then
    return false;
  end if;
  perform internal.update_row(v_test, p_test);
  if p_decision = 'promote' then
    perform public.promote_model(v_canary.model_version, p_actor);
  elsif p_decision = 'rollback' then
    perform internal.end_canary(v_canary, 'canary_rollback', p_actor);
  end if;
  return true;
end
$$;

comment on function public.save_canary_test(jsonb, timestamptz, text, jsonb) is
  'Moves an open canary test on by compare-and-set on processed_bar_ts, and carries out its decision, if '
  'any: promote or rollback. False: somebody else moved it on, or it has ended, and nothing changed. EW404 '
  'unknown.';
revoke all on function public.save_canary_test(jsonb, timestamptz, text, jsonb) from public;
grant execute on function public.save_canary_test(jsonb, timestamptz, text, jsonb) to service_role;
