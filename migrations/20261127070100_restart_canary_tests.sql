-- Gains of canaries were cut off at one nat, so that the test was about the mean of cut gains: a canary that is mostly right
-- and sometimes ruinously wrong was promoted. They are scored by a bounded proper score now. Evidence by the old score
-- says nothing under the new one, so the tests under way begin anew, with all outcomes since they were opened.

update public.ml_canary_tests
set
  observations = 0,
  state = null,
  log_e_better = 0,
  log_e_worse = 0,
  mean_gain = null,
  processed_bar_ts = null
where ended_at is null;

comment on column public.ml_canary_tests.mean_gain is
  'Mean gain of the canary on its champion by the smoothed log score, in nats. Of tests that ended before 2026-11-27: mean log '
  'loss saved, differences cut off at 1.';
