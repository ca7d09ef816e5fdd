-- The constraints of the migrations before, checked on the rows that are there, in a transaction of its own.

alter table public.ml_models validate constraint ml_models_canary_has_percent;
alter table public.ml_models validate constraint ml_models_canary_percent_range;
alter table public.ml_serving_log validate constraint ml_serving_log_canary_model_version_fkey;
alter table public.ml_serving_log validate constraint ml_serving_log_canary_complete;
alter table public.ml_serving_log validate constraint ml_serving_log_act_known;
