-- Numbers of trials were checked from the day that they came; docs/schema showed that the rows before it never were.
set local lock_timeout = '5s';

alter table public.ml_trials validate constraint ml_trials_trial_range;
