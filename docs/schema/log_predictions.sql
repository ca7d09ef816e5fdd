-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function public.log_predictions(p_predictions jsonb)
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
  'Inserts predictions, an array of objects with the columns'' names, all or none; returns how many were new. '
  'What an object leaves out takes its default; outcomes come later. Rows with an id that is stored already '
  'are skipped, so a batch may be sent again.';
revoke all on function public.log_predictions(jsonb) from public;
grant execute on function public.log_predictions(jsonb) to service_role;
