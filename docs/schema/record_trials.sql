-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function public.record_trials(p_job_id uuid, p_scope jsonb, p_trials jsonb)
returns bigint
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_scope public.ml_trials := jsonb_populate_record(null::public.ml_trials, p_scope - 'symbols');
  v_recorded bigint;
begin
  if p_scope ? 'symbols' then
    perform public.register_universe(v_scope.universe, array(select jsonb_array_elements_text(p_scope -> 'symbols')));
  end if;
  insert into public.ml_trials (
    job_id, trial, universe, timeframe, horizon_bars, family, params, seed, log_loss, sharpe_ratio, metrics
  )
  select
    p_job_id, t.trial, v_scope.universe, v_scope.timeframe, v_scope.horizon_bars, t.family, coalesce(t.params, '{}'),
    t.seed, t.log_loss, t.sharpe_ratio, coalesce(t.metrics, '{}')
  from jsonb_populate_recordset(null::public.ml_trials, p_trials) as t
  on conflict (job_id, trial) where trial is not null do nothing;
  get diagnostics v_recorded = row_count;
  return v_recorded;
end
$$;

comment on function public.record_trials(uuid, jsonb, jsonb) is
  'Records the trials of a search: p_scope is {universe, timeframe, horizon_bars, symbols (makes the '
  'universe)}, p_trials an array of {trial, family, params, seed, log_loss, sharpe_ratio, metrics}. Answers '
  'how many are new; a trial of the job that is there already is left as it is.';
revoke all on function public.record_trials(uuid, jsonb, jsonb) from public;
grant execute on function public.record_trials(uuid, jsonb, jsonb) to service_role;
