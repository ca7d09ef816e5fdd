-- A search tries many configurations within one job and keeps one. The others are rows of ml_trials too, each told apart
-- by its number within the job, so that a slice that is run again counts nothing twice.
set local lock_timeout = '5s';
set local statement_timeout = '60s';

alter table public.ml_trials add column trial integer;
alter table public.ml_trials add constraint ml_trials_trial_range check (trial >= 0) not valid;
comment on column public.ml_trials.trial is 'Number of the configuration within a search; null for the model that a job ends with.';

-- squawk-ignore require-concurrent-index-creation -- one row a trained model so far
create unique index ml_trials_job_id_trial_key on public.ml_trials (job_id, trial) where trial is not null;

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
'Records the trials of a search: p_scope is {universe, timeframe, horizon_bars, symbols (makes the universe)}, p_trials an array of {trial, family, params, seed, log_loss, sharpe_ratio, metrics}. Answers how many are new; a trial of the job that is there already is left as it is.';

create function public.count_trials(p_universe text, p_timeframe text, p_horizon_bars integer)
returns bigint
language sql
stable
set search_path = ''
as $$
  select count(*) from public.ml_trials
  where universe = p_universe and timeframe = p_timeframe and horizon_bars = p_horizon_bars
$$;
comment on function public.count_trials(text, text, integer) is
'How many configurations were ever tried for a scope, those that became models among them.';

revoke all on function public.record_trials(uuid, jsonb, jsonb) from public;
revoke all on function public.count_trials(text, text, integer) from public;
grant execute on function public.record_trials(uuid, jsonb, jsonb) to service_role;
grant execute on function public.count_trials(text, text, integer) to service_role;
