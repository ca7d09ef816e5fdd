-- The rows that were there when the form of recorded weights was fixed keep it too. Apart from that change, because this
-- reads the whole table, and readers need not wait for it.
set local lock_timeout = '5s';

alter table public.ml_model_performance validate constraint ml_model_performance_weights_form;
