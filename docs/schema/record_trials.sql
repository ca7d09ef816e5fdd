-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function public.record_trials(p_job_id uuid, p_scope jsonb, p_trials jsonb)
returns bigint
language plpgsql
volatile
set search_path = ''
as $$
begin
  if p_scope ? 'symbols' then
    perform public.register_universe(
      p_scope ->> 'universe', array(select jsonb_array_elements_text(p_scope -> 'symbols'))
    );
  end if;
  return (
    select count(*) from internal.insert_rows(
      null::public.ml_trials,
      (select jsonb_agg(t.value || p_scope || jsonb_build_object('job_id', p_job_id)) from jsonb_array_elements(p_trials) as t),
      'on conflict (job_id, trial) where trial is not null do nothing'
    )
  );
end
$$;

comment on function public.record_trials(uuid, jsonb, jsonb) is
  'Records the trials of a search: p_scope is {universe, timeframe, horizon_bars, symbols (makes the '
  'universe)}, p_trials an array of {trial, family, params, seed, log_loss, sharpe_ratio, metrics}. Answers '
  'how many are new; a trial of the job that is there already is left as it is.';
revoke all on function public.record_trials(uuid, jsonb, jsonb) from public;
grant execute on function public.record_trials(uuid, jsonb, jsonb) to service_role;
