-- Every prediction with its inputs, so that it can be explained and replayed, and its outcome once the horizon is over.
-- The owner is the user or the API key that asked; only the service writes, only the owner reads.

create table public.ml_predictions (
  id uuid not null default gen_random_uuid(),
  user_id uuid,
  api_key_id uuid,
  model_version text not null,
  symbol text not null,
  timeframe text not null,
  horizon_bars integer not null,
  bar_ts timestamptz not null,
  prediction_type text not null default 'SIGNAL',
  input_features jsonb not null,
  technical_indicators jsonb not null default '{}',
  market_conditions jsonb,
  predicted_direction text not null,
  probabilities double precision [] not null,
  confidence_score double precision not null,
  signal_weight double precision,
  recommendation text,
  position_multiplier double precision,
  targets jsonb,
  stops jsonb,
  risk_assessment jsonb,
  risk_score double precision,
  prediction_timestamp timestamptz not null default now(),
  processing_time_ms double precision,
  actual_outcome text,
  actual_return double precision,
  actual_profit_loss numeric,
  outcome_timestamp timestamptz,
  created_at timestamptz not null default now(),
  constraint ml_predictions_pkey primary key (id),
  constraint ml_predictions_user_id_fkey foreign key (user_id) references auth.users (id) on delete set null,
  constraint ml_predictions_model_version_fkey
  foreign key (model_version) references public.ml_models (model_version),
  constraint ml_predictions_symbol_fkey foreign key (symbol) references public.instruments (symbol),
  constraint ml_predictions_one_owner check (num_nonnulls(user_id, api_key_id) <= 1),
  constraint ml_predictions_timeframe_known check (timeframe in ('1m', '5m', '15m', '1h', '4h', '1d')),
  constraint ml_predictions_horizon_bars_range check (horizon_bars >= 4),
  constraint ml_predictions_prediction_type_known check (prediction_type in ('SIGNAL', 'SHADOW')),
  constraint ml_predictions_predicted_direction_known check (predicted_direction in ('SELL', 'HOLD', 'BUY')),
  constraint ml_predictions_actual_outcome_known check (actual_outcome in ('SELL', 'HOLD', 'BUY')),
  constraint ml_predictions_probabilities_form check (
    cardinality(probabilities) = 3
    and 0 <= all(probabilities)
    and 1 >= all(probabilities)
    and abs(probabilities[1] + probabilities[2] + probabilities[3] - 1) < 1e-3
  ),
  constraint ml_predictions_shares_range check (
    confidence_score between 0 and 1 and risk_score between 0 and 1
  ),
  constraint ml_predictions_position_multiplier_range check (position_multiplier >= 0),
  constraint ml_predictions_processing_time_ms_range check (processing_time_ms >= 0),
  constraint ml_predictions_outcome_complete check (num_nulls(actual_outcome, outcome_timestamp) in (0, 2))
);
create index ml_predictions_user_id on public.ml_predictions (user_id, prediction_timestamp desc);
create index ml_predictions_api_key_id on public.ml_predictions (api_key_id, prediction_timestamp desc);
create index idx_ml_predictions_symbol_timestamp on public.ml_predictions (symbol, prediction_timestamp desc);
create index idx_ml_predictions_model_version on public.ml_predictions (model_version);
create index idx_ml_predictions_confidence on public.ml_predictions (confidence_score desc);
create index idx_ml_predictions_outcome on public.ml_predictions (actual_outcome) where actual_outcome is not null;
create index idx_ml_predictions_composite
on public.ml_predictions (model_version, symbol, prediction_timestamp desc, confidence_score);
comment on table public.ml_predictions is 'Log of every prediction, its inputs, its owner and its outcome.';
comment on column public.ml_predictions.api_key_id is 'The API key that asked; null when a user or the service did.';
comment on column public.ml_predictions.bar_ts is 'Opening time of the newest bar it saw.';
comment on column public.ml_predictions.input_features is 'Feature values by name as the model received them (float32); null = missing.';
comment on column public.ml_predictions.probabilities is 'Calibrated probabilities of SELL, HOLD, BUY.';
comment on column public.ml_predictions.processing_time_ms is 'Elapsed time of the request, not a time of day.';
comment on column public.ml_predictions.actual_outcome is 'The label that came true; null until the horizon is over.';

alter table public.ml_predictions enable row level security;
create policy ml_predictions_select_owner on public.ml_predictions
for select to authenticated using (user_id = (select auth.uid()));
grant select on public.ml_predictions to authenticated;
grant select, insert, update on public.ml_predictions to service_role;

create function public.log_predictions(p_predictions jsonb)
returns integer
language sql
volatile
set search_path = ''
as $$
  with written as (
    insert into public.ml_predictions (
      id, user_id, api_key_id, model_version, symbol, timeframe, horizon_bars, bar_ts, prediction_type, input_features,
      technical_indicators, market_conditions, predicted_direction, probabilities, confidence_score, signal_weight,
      recommendation, position_multiplier, targets, stops, risk_assessment, risk_score, prediction_timestamp,
      processing_time_ms
    )
    select
      coalesce(p.id, gen_random_uuid()), p.user_id, p.api_key_id, p.model_version, p.symbol, p.timeframe, p.horizon_bars,
      p.bar_ts, coalesce(p.prediction_type, 'SIGNAL'), p.input_features, coalesce(p.technical_indicators, '{}'),
      p.market_conditions, p.predicted_direction, p.probabilities, p.confidence_score, p.signal_weight, p.recommendation,
      p.position_multiplier, p.targets, p.stops, p.risk_assessment, p.risk_score, coalesce(p.prediction_timestamp, now()),
      p.processing_time_ms
    from jsonb_populate_recordset(null::public.ml_predictions, p_predictions) as p
    on conflict (id) do nothing
    returning 1
  )
  select count(*)::integer from written
$$;
comment on function public.log_predictions(jsonb) is
  'Inserts predictions, an array of objects with the columns'' names, all or none; returns how many were new. '
  'Rows with an id that is stored already are skipped, so a batch may be sent again.';
revoke all on function public.log_predictions(jsonb) from public;
grant execute on function public.log_predictions(jsonb) to service_role;
