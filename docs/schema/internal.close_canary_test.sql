-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function internal.close_canary_test(p_universe text, p_timeframe text, p_horizon_bars integer, p_outcome text)
returns void
language sql
volatile
set search_path = ''
as $$
  update public.ml_canary_tests as t set outcome = p_outcome, ended_at = clock_timestamp()
  where t.universe = p_universe and t.timeframe = p_timeframe and t.horizon_bars = p_horizon_bars and t.ended_at is null
$$;

comment on function internal.close_canary_test(text, text, integer, text) is
  'Ends the open canary test of a scope, if there is one.';
revoke all on function internal.close_canary_test(text, text, integer, text) from public;
grant execute on function internal.close_canary_test(text, text, integer, text) to service_role;
