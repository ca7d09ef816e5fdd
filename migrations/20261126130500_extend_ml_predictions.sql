-- What replaying a prediction, comparing it with a shadow's and settling its outcome need to know: the runtime that made it,
-- whether the caller put in features of their own, and when its horizon ends by the clock.

alter table public.ml_predictions
add column runtime text,
add column features_given boolean not null default false,
add column outcome_due_at timestamptz;
comment on column public.ml_predictions.prediction_type is
  'SIGNAL: it was answered. SHADOW: another model''s prediction of the same bar, never shown.';
comment on column public.ml_predictions.runtime is 'Which runtime made it: evaluator, native or wasm; null = before this was kept.';
comment on column public.ml_predictions.features_given is
  'Whether the caller put in values of their own; such a prediction says nothing of how good the model is.';
comment on column public.ml_predictions.outcome_due_at is
  'When its horizon ends if no bar is missing; over nights and weekends the outcome comes later. Null once it is known that there is none.';

create function private.timeframe_interval(p_timeframe text)
returns interval
language sql
immutable
set search_path = ''
as $$
  select case p_timeframe
    when '1m' then interval '1 minute'
    when '5m' then interval '5 minutes'
    when '15m' then interval '15 minutes'
    when '1h' then interval '1 hour'
    when '4h' then interval '4 hours'
    when '1d' then interval '24 hours'
  end
$$;
comment on function private.timeframe_interval(text) is 'How long a bar of a timeframe lasts.';
revoke all on function private.timeframe_interval(text) from public;
grant execute on function private.timeframe_interval(text) to service_role;

create function private.set_outcome_due()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  new.outcome_due_at := new.bar_ts + (new.horizon_bars + 1) * private.timeframe_interval(new.timeframe);
  return new;
end
$$;
comment on function private.set_outcome_due() is 'Trigger: notes when the horizon of a prediction ends.';
revoke all on function private.set_outcome_due() from public;

create trigger ml_predictions_set_outcome_due
before insert on public.ml_predictions
for each row execute function private.set_outcome_due();

update public.ml_predictions
set outcome_due_at = bar_ts + (horizon_bars + 1) * private.timeframe_interval(timeframe);

-- squawk-ignore require-concurrent-index-creation -- predictions wait in their writers' retries for a moment
create index ml_predictions_outcome_due on public.ml_predictions (outcome_due_at) where actual_outcome is null;
-- squawk-ignore require-concurrent-index-creation -- as above
create index ml_predictions_model_bar on public.ml_predictions (model_version, bar_ts, symbol);

create or replace function public.log_predictions(p_predictions jsonb)
returns integer
language sql
volatile
set search_path = ''
as $$
  with written as (
    insert into public.ml_predictions
    select r.*
    from jsonb_array_elements(p_predictions) as e
    cross join lateral jsonb_populate_record(
      jsonb_populate_record(
        null::public.ml_predictions,
        jsonb_build_object(
          'id', gen_random_uuid(), 'prediction_type', 'SIGNAL', 'technical_indicators', '{}'::jsonb,
          'prediction_timestamp', now(), 'created_at', now(), 'features_given', false
        )
      ),
      e - array['actual_outcome', 'actual_return', 'actual_profit_loss', 'outcome_timestamp']
    ) as r
    on conflict (id) do nothing
    returning 1
  )
  select count(*)::integer from written
$$;
comment on function public.log_predictions(jsonb) is
  'Inserts predictions, an array of objects with the columns'' names, all or none; returns how many were new. What an '
  'object leaves out takes its default; outcomes come later. Rows with an id that is stored already are skipped, so a '
  'batch may be sent again.';
