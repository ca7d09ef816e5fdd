-- Acts of runners on jobs: "who may go on" and "has this slice been committed" are decided by the database alone.

create function public.reap_jobs()
returns bigint
language sql
volatile
set search_path = ''
as $$
  with lost as (
    select id, attempts + 1 >= max_attempts as hopeless
    from public.jobs
    where lease_until < now()
    for update skip locked
  ),
  reaped as (
    update public.jobs as job
    set
      state = case when lost.hopeless then 'failed' else 'queued' end,
      error_code = 'runner_lost',
      error_detail = 'The runner went away before its slice was committed.',
      finished_at = case when lost.hopeless then now() end,
      attempts = job.attempts + 1,
      lease_token = null,
      lease_until = null,
      run_after = now()
    from lost
    where job.id = lost.id
    returning job.id
  )
  select count(*) from reaped;
$$;
comment on function public.reap_jobs() is
  'Frees the jobs whose runner was lost (its lease ended): queued again, or failed after max_attempts. '
  'Answers how many.';
revoke all on function public.reap_jobs() from public;
grant execute on function public.reap_jobs() to service_role;

create function public.claim_job(p_kinds text[], p_lease_seconds double precision, p_id uuid default null)
returns setof public.jobs
language plpgsql
volatile
set search_path = ''
as $$
begin
  -- Any runner brings lost work back, so a worker needs no pg_cron.
  perform public.reap_jobs();
  return query
  update public.jobs
  set
    state = 'running',
    lease_token = gen_random_uuid(),
    lease_until = now() + make_interval(secs => p_lease_seconds),
    started_at = coalesce(started_at, now())
  where id = (
    select id from public.jobs
    where kind = any(p_kinds) and (p_id is null or id = p_id)
      and state in ('queued', 'running') and lease_token is null and run_after <= now()
    -- A bonus in waiting time, not a rank: after 200 seconds nothing new of any priority comes before a job that waits.
    order by run_after - priority * interval '10 seconds', created_at
    limit 1
    for update skip locked
  )
  returning *;
end;
$$;
comment on function public.claim_job(text[], double precision, uuid) is
  'Gives the caller the right to run the next slice of a waiting job (of the one with p_id, or of whichever '
  'has waited longest, ten seconds added for each step of priority) for p_lease_seconds. No row: nothing '
  'waits.';
revoke all on function public.claim_job(text[], double precision, uuid) from public;
grant execute on function public.claim_job(text[], double precision, uuid) to service_role;

create function internal.budget_message(p_spent_ms bigint, p_budget_ms bigint)
returns text
language sql
immutable
set search_path = ''
as $$
  select format(
    'The job has computed for %s s and may for %s s. Ask for it again with a larger budget, or for less.',
    round(p_spent_ms / 1000.0, 1), round(p_budget_ms / 1000.0, 1)
  )
$$;
comment on function internal.budget_message(bigint, bigint) is
  'Reason and cure of budget_exceeded, for people.';
revoke all on function internal.budget_message(bigint, bigint) from public;
grant execute on function internal.budget_message(bigint, bigint) to service_role;

create function public.commit_job_slice(
  p_id uuid,
  p_lease_token uuid,
  p_sequence bigint,
  p_phase text,
  p_progress double precision,
  p_checkpoint text,
  p_cpu_ms double precision,
  p_result jsonb default null
)
returns setof public.jobs
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_job public.jobs;
  v_spent_ms bigint;
  v_is_over boolean;
begin
  select * into v_job from public.jobs
  where id = p_id and lease_token = p_lease_token and sequence = p_sequence
  for update;
  if not found then
    return;
  end if;
  v_spent_ms := v_job.cpu_spent_ms + ceil(p_cpu_ms)::bigint;
  v_is_over := p_result is null and coalesce(v_spent_ms >= v_job.cpu_budget_ms, false);
  return query
  update public.jobs
  set
    state = case when p_result is not null then 'succeeded' when v_is_over then 'failed' else 'running' end,
    finished_at = case when p_result is not null or v_is_over then now() end,
    sequence = p_sequence + 1,
    phase = p_phase,
    progress = p_progress,
    checkpoint = p_checkpoint,
    cpu_spent_ms = v_spent_ms,
    result = p_result,
    attempts = 0,
    error_code = case when v_is_over then 'budget_exceeded' end,
    error_detail = case when v_is_over then internal.budget_message(v_spent_ms, v_job.cpu_budget_ms) end,
    lease_token = null,
    lease_until = null,
    run_after = now()
  where id = p_id
  returning *;
end;
$$;
comment on function public.commit_job_slice(uuid, uuid, bigint, text, double precision, text, double precision, jsonb) is
  'Makes a slice count and ends its lease; p_cpu_ms is what it computed. With a result the job has '
  'succeeded; without one it has failed once its budget is spent (budget_exceeded). Answers the job as it is '
  'now; no row: the lease was lost or the job cancelled, and nothing changed.';
revoke all on function public.commit_job_slice(uuid, uuid, bigint, text, double precision, text, double precision, jsonb) from public;
grant execute on function public.commit_job_slice(uuid, uuid, bigint, text, double precision, text,
  double precision, jsonb) to service_role;

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

create function public.list_unswept_jobs(p_finished_before timestamptz, p_limit bigint)
returns uuid[]
language sql
stable
set search_path = ''
as $$
  select coalesce(array_agg(id), '{}') from (
    select id from public.jobs
    where finished_at < p_finished_before and not swept
    order by finished_at
    limit p_limit
  ) as unswept
$$;
comment on function public.list_unswept_jobs(timestamptz, bigint) is
  'Ids of jobs that finished before that time and whose blobs are not removed yet, oldest first.';
revoke all on function public.list_unswept_jobs(timestamptz, bigint) from public;
grant execute on function public.list_unswept_jobs(timestamptz, bigint) to service_role;

create function public.mark_job_swept(p_id uuid)
returns void
language sql
volatile
set search_path = ''
as $$
  update public.jobs set swept = true where id = p_id
$$;
comment on function public.mark_job_swept(uuid) is 'Notes that the blobs of a finished job are removed.';
revoke all on function public.mark_job_swept(uuid) from public;
grant execute on function public.mark_job_swept(uuid) to service_role;
