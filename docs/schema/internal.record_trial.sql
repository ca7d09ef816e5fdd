-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function internal.record_trial(p_model public.ml_models, p_given jsonb)
returns void
language sql
volatile
set search_path = ''
as $$
  insert into public.ml_trials (
    job_id, model_version, universe, timeframe, horizon_bars, family, params, seed, log_loss, sharpe_ratio, metrics
  )
  values (
    (p_given ->> 'batch_id')::uuid, p_model.model_version, p_model.universe, p_model.timeframe, p_model.horizon_bars,
    p_model.family, coalesce(p_given -> 'params', '{}'), (p_given ->> 'seed')::bigint,
    (p_model.metrics ->> 'log_loss')::double precision,
    (p_model.metrics #>> '{trading,daily_sharpe}')::double precision, p_model.metrics
  )
  on conflict (model_version) do nothing
$$;

comment on function internal.record_trial(public.ml_models, jsonb) is
  'Counts a model as the trial that it was: log_loss and trading.daily_sharpe of its metrics; p_given has '
  'batch_id, params and seed.';
revoke all on function internal.record_trial(public.ml_models, jsonb) from public;
grant execute on function internal.record_trial(public.ml_models, jsonb) to service_role;
