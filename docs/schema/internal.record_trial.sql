-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function internal.record_trial(p_model public.ml_models, p_given jsonb)
returns void
language sql
volatile
set search_path = ''
as $$
  select internal.insert_rows(
    null::public.ml_trials,
    jsonb_build_array(to_jsonb(p_model) - array['id', 'created_at'] || jsonb_build_object(
      'job_id', p_given -> 'batch_id',
      'params', p_given -> 'params',
      'seed', p_given -> 'seed',
      'log_loss', p_model.metrics -> 'log_loss',
      'sharpe_ratio', p_model.metrics #> '{trading,daily_sharpe}'
    )),
    'on conflict (model_version) do nothing'
  )
$$;

comment on function internal.record_trial(public.ml_models, jsonb) is
  'Counts a model as the trial that it was: log_loss and trading.daily_sharpe of its metrics; p_given has '
  'batch_id, params and seed.';
revoke all on function internal.record_trial(public.ml_models, jsonb) from public;
grant execute on function internal.record_trial(public.ml_models, jsonb) to service_role;
