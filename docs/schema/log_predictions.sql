-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

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
