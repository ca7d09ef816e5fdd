-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function public.fail_job_slice(
  p_id uuid,
  p_lease_token uuid,
  p_sequence bigint,
  p_cpu_ms double precision,
  p_error_code text,
  p_error_detail text,
  p_retry_after_seconds double precision default null
)
returns setof public.jobs
language sql
volatile
set search_path = ''
as $$
  with held as (
    select
      id,
      cpu_budget_ms,
      cpu_spent_ms + ceil(p_cpu_ms)::bigint as spent_ms,
      p_retry_after_seconds is null or attempts + 1 >= max_attempts as is_hopeless
    from public.jobs
    where id = p_id and lease_token = p_lease_token and sequence = p_sequence
    for update
  ),
  judged as (
    select *, not is_hopeless and coalesce(spent_ms >= cpu_budget_ms, false) as is_over from held
  )
  update public.jobs as job
  set
    state = case when is_hopeless or is_over then 'failed' else 'queued' end,
    finished_at = case when is_hopeless or is_over then now() end,
    attempts = attempts + 1,
    cpu_spent_ms = spent_ms,
    error_code = case when is_over then 'budget_exceeded' else p_error_code end,
    error_detail = case when is_over then internal.budget_message(spent_ms, judged.cpu_budget_ms) else p_error_detail end,
    lease_token = null,
    lease_until = null,
    run_after = now() + make_interval(secs => coalesce(p_retry_after_seconds, 0))
  from judged
  where job.id = judged.id
  returning job.*
$$;

comment on function public.fail_job_slice(uuid, uuid, bigint, double precision, text, text, double precision) is
  'Ends a lease without progress; p_cpu_ms is what the slice computed all the same. Null '
  'p_retry_after_seconds: trying again cannot help, and the job has failed; so it has after max_attempts, '
  'and once its budget is spent (budget_exceeded). Answers the job as it is now; no row as for '
  'commit_job_slice.';
revoke all on function public.fail_job_slice(uuid, uuid, bigint, double precision, text, text, double precision) from public;
grant execute on function public.fail_job_slice(uuid, uuid, bigint, double precision, text, text,
  double precision) to service_role;
