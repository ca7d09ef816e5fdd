-- Every prediction with its inputs, so that it can be explained and replayed to the bit, and its outcome once the horizon
-- is over. The owner is the user or the API key that asked, and so the key's owner; only the service writes, only the
-- owner reads.

create function internal.set_outcome_due()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  new.outcome_due_at := new.bar_ts + (new.horizon_bars + 1) * internal.timeframe_interval(new.timeframe);
  return new;
end
$$;
comment on function internal.set_outcome_due() is 'Trigger: notes when the horizon of a prediction ends.';
revoke all on function internal.set_outcome_due() from public;

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
  runtime text,
  features_given boolean not null default false,
  outcome_due_at timestamptz,
  input_window real [],
  constraint ml_predictions_pkey primary key (id),
  constraint ml_predictions_user_id_fkey foreign key (user_id) references auth.users (id) on delete set null,
  constraint ml_predictions_api_key_id_fkey
  foreign key (api_key_id) references public.ml_api_keys (id) on delete set null,
  constraint ml_predictions_model_version_fkey
  foreign key (model_version) references public.ml_models (model_version),
  constraint ml_predictions_symbol_fkey foreign key (symbol) references public.instruments (symbol),
  constraint ml_predictions_one_owner check (num_nonnulls(user_id, api_key_id) <= 1),
  constraint ml_predictions_timeframe_known check (timeframe in ('1m', '5m', '15m', '1h', '4h', '1d')),
  constraint ml_predictions_horizon_bars_range check (horizon_bars >= 1),
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
create index ml_predictions_outcome_due on public.ml_predictions (outcome_due_at) where actual_outcome is null;
create index ml_predictions_model_bar on public.ml_predictions (model_version, bar_ts, symbol);
create index ml_predictions_unsettled_bar on public.ml_predictions (symbol, timeframe, bar_ts)
where actual_outcome is null;
create index ml_predictions_user_symbol on public.ml_predictions (user_id, symbol, prediction_timestamp desc);
comment on table public.ml_predictions is 'Log of every prediction, its inputs, its owner and its outcome.';
comment on column public.ml_predictions.api_key_id is 'The API key that asked; null when a user or the service did.';
comment on column public.ml_predictions.bar_ts is 'Opening time of the newest bar it saw.';
comment on column public.ml_predictions.input_features is 'Feature values by name as the model received them (float32); null = missing.';
comment on column public.ml_predictions.probabilities is 'Calibrated probabilities of SELL, HOLD, BUY.';
comment on column public.ml_predictions.processing_time_ms is 'Elapsed time of the request, not a time of day.';
comment on column public.ml_predictions.actual_outcome is 'The label that came true; null until the horizon is over.';
comment on column public.ml_predictions.prediction_type is
  'SIGNAL: it was answered. SHADOW: another model''s prediction of the same bar, never shown.';
comment on column public.ml_predictions.runtime is 'Which runtime made it: evaluator, native or wasm; null = before this was kept.';
comment on column public.ml_predictions.features_given is
  'Whether the caller put in values of their own; such a prediction says nothing of how good the model is.';
comment on column public.ml_predictions.outcome_due_at is
  'When its horizon ends if no bar is missing; over nights and weekends the outcome comes later. Null once it is known that there is none.';
comment on column public.ml_predictions.actual_return is
  'Return of a long position over the label''s rule, before costs, as a fraction of the entry price.';
comment on column public.ml_predictions.actual_profit_loss is
  'Return of a position in the predicted direction, before costs, as a fraction of the entry price; 0 for HOLD.';
comment on column public.ml_predictions.outcome_timestamp is 'When the outcome was settled: the close of the bar that touched a barrier, or the last one''s.';
comment on column public.ml_predictions.input_window is
  'Of a model that reads a sequence: the features of the bars before the newest one, bar after bar, oldest first, in the '
  'feature set''s order (float32); null = missing.';

create trigger ml_predictions_set_outcome_due
before insert on public.ml_predictions
for each row execute function internal.set_outcome_due();

alter table public.ml_predictions enable row level security;
create policy ml_predictions_select_owner on public.ml_predictions
for select to authenticated using (
  user_id = (select auth.uid())
  or api_key_id in (select k.id from public.ml_api_keys as k where k.user_id = (select auth.uid()))
);
grant select on public.ml_predictions to authenticated;
grant select, insert, update on public.ml_predictions to service_role;

create function public.log_predictions(p_predictions jsonb)
returns integer
language sql
volatile
set search_path = ''
as $$
  select count(*)::integer from internal.insert_rows(
    null::public.ml_predictions,
    (
      select jsonb_agg(
        p.value - array['actual_outcome', 'actual_return', 'actual_profit_loss', 'outcome_timestamp', 'created_at']
      )
      from jsonb_array_elements(p_predictions) as p
    ),
    'on conflict (id) do nothing'
  )
$$;
comment on function public.log_predictions(jsonb) is
  'Inserts predictions, an array of objects with the columns'' names, all or none; returns how many were new. '
  'What an object leaves out takes its default; outcomes come later. Rows with an id that is stored already '
  'are skipped, so a batch may be sent again.';
revoke all on function public.log_predictions(jsonb) from public;
grant execute on function public.log_predictions(jsonb) to service_role;

create function public.find_prediction(p_id uuid)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select to_jsonb(p) || jsonb_build_object(
    'feature_names', (
      select jsonb_agg(f.value -> 'name' order by f.position)
      from jsonb_array_elements(
        case jsonb_typeof(s.definition) when 'array' then s.definition else s.definition -> 'features' end
      ) with ordinality as f (value, position)
    )
  )
  from public.ml_predictions as p
  inner join public.ml_models as m on m.model_version = p.model_version
  left join public.feature_sets as s on s.version = m.feature_set_version
  where p.id = p_id
$$;
comment on function public.find_prediction(uuid) is
  'A logged prediction with its inputs, and the names of its model''s features in their order; null for an '
  'unknown id.';
revoke all on function public.find_prediction(uuid) from public;
grant execute on function public.find_prediction(uuid) to service_role;
