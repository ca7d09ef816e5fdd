-- What runners and the trigger-training function do with jobs, each a single statement's worth of transaction, so that
-- "is one running already", "who may go on" and "has this slice been committed" are decided by the database alone.

create function public.enqueue_job(
  p_kind text,
  p_scope text,
  p_spec jsonb,
  p_requested_by text,
  p_fresh_since timestamptz default null
)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_job public.jobs;
begin
  -- A job that is in the way may finish between the insert and the look at it: then there is room again.
  loop
    select * into v_job from public.jobs
    where kind = p_kind and scope = p_scope and state in ('queued', 'running');
    if found then
      return jsonb_build_object('outcome', 'running', 'job', to_jsonb(v_job));
    end if;

    select * into v_job from public.jobs
    where kind = p_kind and scope = p_scope and state = 'succeeded' and finished_at >= p_fresh_since
    order by finished_at desc limit 1;
    if found then
      return jsonb_build_object('outcome', 'fresh', 'job', to_jsonb(v_job));
    end if;

    insert into public.jobs (kind, scope, spec, requested_by)
    values (p_kind, p_scope, p_spec, p_requested_by)
    on conflict (kind, scope) where state in ('queued', 'running') do nothing
    returning * into v_job;
    if found then
      return jsonb_build_object('outcome', 'created', 'job', to_jsonb(v_job));
    end if;
  end loop;
end;
$$;

comment on function public.enqueue_job(text, text, jsonb, text, timestamptz) is
'Queues a job. {outcome, job}: created; running, with the job of this kind and scope that is in the way; or fresh, with the last one that succeeded since p_fresh_since.';

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
'Frees the jobs whose runner was lost (its lease ended): queued again, or failed after max_attempts. Answers how many.';

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
    order by run_after, created_at
    limit 1
    for update skip locked
  )
  returning *;
end;
$$;

comment on function public.claim_job(text[], double precision, uuid) is
'Gives the caller the right to run the next slice of a waiting job (of the one with p_id, or of whichever has waited longest) for p_lease_seconds. No row: nothing waits.';

create function public.commit_job_slice(
  p_id uuid,
  p_lease_token uuid,
  p_sequence bigint,
  p_phase text,
  p_progress double precision,
  p_checkpoint text,
  p_result jsonb default null
)
returns boolean
language plpgsql
volatile
set search_path = ''
as $$
begin
  update public.jobs
  set
    state = case when p_result is null then 'running' else 'succeeded' end,
    finished_at = case when p_result is not null then now() end,
    sequence = p_sequence + 1,
    phase = p_phase,
    progress = p_progress,
    checkpoint = p_checkpoint,
    result = p_result,
    attempts = 0,
    error_code = null,
    error_detail = null,
    lease_token = null,
    lease_until = null,
    run_after = now()
  where id = p_id and lease_token = p_lease_token and sequence = p_sequence;
  return found;
end;
$$;

comment on function public.commit_job_slice(uuid, uuid, bigint, text, double precision, text, jsonb) is
'Makes a slice count and ends its lease; with a result the job has succeeded. False: the lease was lost or the job cancelled, and nothing changed.';

create function public.fail_job_slice(
  p_id uuid,
  p_lease_token uuid,
  p_sequence bigint,
  p_error_code text,
  p_error_detail text,
  p_retry_after_seconds double precision default null
)
returns boolean
language plpgsql
volatile
set search_path = ''
as $$
begin
  update public.jobs
  set
    state = case when p_retry_after_seconds is null or attempts + 1 >= max_attempts then 'failed' else 'queued' end,
    finished_at = case when p_retry_after_seconds is null or attempts + 1 >= max_attempts then now() end,
    attempts = attempts + 1,
    error_code = p_error_code,
    error_detail = p_error_detail,
    lease_token = null,
    lease_until = null,
    run_after = now() + make_interval(secs => coalesce(p_retry_after_seconds, 0))
  where id = p_id and lease_token = p_lease_token and sequence = p_sequence;
  return found;
end;
$$;

comment on function public.fail_job_slice(uuid, uuid, bigint, text, text, double precision) is
'Ends a lease without progress. Null p_retry_after_seconds: trying again cannot help, and the job has failed; so it has after max_attempts.';

create function public.cancel_job(p_id uuid)
returns setof public.jobs
language plpgsql
volatile
set search_path = ''
as $$
begin
  update public.jobs
  set state = 'cancelled', finished_at = now(), lease_token = null, lease_until = null
  where id = p_id and state in ('queued', 'running');
  return query select * from public.jobs where id = p_id;
end;
$$;

comment on function public.cancel_job(uuid) is
'Cancels a job unless it is finished; a slice under way can no longer be committed. Answers the job as it is now; no row: there is none.';

create function public.find_job(p_id uuid)
returns setof public.jobs
language sql
stable
set search_path = ''
as $$
  select * from public.jobs where id = p_id
$$;

comment on function public.find_job(uuid) is 'The job, or no row.';

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

create function public.mark_job_swept(p_id uuid)
returns void
language sql
volatile
set search_path = ''
as $$
  update public.jobs set swept = true where id = p_id
$$;

comment on function public.mark_job_swept(uuid) is 'Notes that the blobs of a finished job are removed.';

revoke all on function public.enqueue_job(text, text, jsonb, text, timestamptz) from public;
revoke all on function public.reap_jobs() from public;
revoke all on function public.claim_job(text[], double precision, uuid) from public;
revoke all on function public.commit_job_slice(uuid, uuid, bigint, text, double precision, text, jsonb)
from public;
revoke all on function public.fail_job_slice(uuid, uuid, bigint, text, text, double precision)
from public;
revoke all on function public.cancel_job(uuid) from public;
revoke all on function public.find_job(uuid) from public;
revoke all on function public.list_unswept_jobs(timestamptz, bigint) from public;
revoke all on function public.mark_job_swept(uuid) from public;

grant execute on function public.enqueue_job(text, text, jsonb, text, timestamptz) to service_role;
grant execute on function public.reap_jobs() to service_role;
grant execute on function public.claim_job(text[], double precision, uuid) to service_role;
grant execute on function public.commit_job_slice(uuid, uuid, bigint, text, double precision, text, jsonb)
to service_role;
grant execute on function public.fail_job_slice(uuid, uuid, bigint, text, text, double precision) to service_role;
grant execute on function public.cancel_job(uuid) to service_role;
grant execute on function public.find_job(uuid) to service_role;
grant execute on function public.list_unswept_jobs(timestamptz, bigint) to service_role;
grant execute on function public.mark_job_swept(uuid) to service_role;
