-- A forecast of the next minute has no bars finer than its own, so it is labelled by where the price stands after one bar
-- instead of by barriers. Four bars stay the least for barriers, which need room to be touched.
set local lock_timeout = '5s';
set local statement_timeout = '60s';

alter table public.ml_models drop constraint ml_models_horizon_bars_range;
alter table public.ml_models add constraint ml_models_horizon_bars_range check (
  horizon_bars >= 4 or (horizon_bars >= 1 and coalesce(label_spec @> '{"kind": "fixed_horizon"}', false))
) not valid;

alter table public.ml_predictions drop constraint ml_predictions_horizon_bars_range;
alter table public.ml_predictions add constraint ml_predictions_horizon_bars_range check (horizon_bars >= 1) not valid;

alter table public.ml_trials drop constraint ml_trials_horizon_bars_range;
alter table public.ml_trials add constraint ml_trials_horizon_bars_range check (horizon_bars >= 1) not valid;
