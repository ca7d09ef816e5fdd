-- Jobs of every kind share one table, so it has to say on whose behalf a job runs, which goes first where runners are few,
-- how much it may use in all, and which function's isolates run a kind's slices.
set local lock_timeout = '5s';
set local statement_timeout = '60s';

-- A kind that no function runs can no longer be queued: pg_cron would call for it every minute and for ever.
create table private.job_kinds (
  kind text constraint job_kinds_pkey primary key
  constraint job_kinds_kind_check check (kind ~ '^[a-z][a-z0-9_]{0,39}$'),
  run_path text not null constraint job_kinds_run_path_check check (run_path ~ '^(/[a-z][a-z-]*)+/run$')
);
comment on table private.job_kinds is
'Kinds of job, and the run route of the function whose isolates run their slices; the same list as shared/jobs/job-kinds.ts.';
comment on column private.job_kinds.run_path is 'Below the functions'' URL, as in /jobs/run.';
alter table private.job_kinds enable row level security;

insert into private.job_kinds (kind, run_path) values
('training', '/trigger-training/run'),
('upload_evaluation', '/trigger-training/run');

update public.jobs set kind = 'upload_evaluation' where kind = 'judge_upload';

alter table public.jobs
drop constraint jobs_kind_check,
-- squawk-ignore adding-foreign-key-constraint, constraint-missing-not-valid -- few jobs are kept
add constraint jobs_kind_fkey foreign key (kind) references private.job_kinds (kind),
add column owner_id uuid
-- squawk-ignore adding-foreign-key-constraint -- the column is new and null in every row
constraint jobs_owner_id_fkey references auth.users (id) on delete set null,
-- squawk-ignore prefer-bigint-over-smallint -- 21 values
add column priority smallint not null default 0
-- squawk-ignore constraint-missing-not-valid -- as above
constraint jobs_priority_check check (priority between -10 and 10),
add column cpu_budget_ms bigint
-- squawk-ignore constraint-missing-not-valid -- as above
constraint jobs_cpu_budget_ms_check check (cpu_budget_ms > 0),
add column cpu_spent_ms bigint not null default 0
-- squawk-ignore constraint-missing-not-valid -- as above
constraint jobs_cpu_spent_ms_check check (cpu_spent_ms >= 0);

comment on column public.jobs.owner_id is
'User on whose behalf the job runs; null = the platform, or a user whose account is gone: a job outlives its owner.';
comment on column public.jobs.priority is
'-10..10, higher first: one step is worth ten seconds of waiting, so nothing waits for ever (claim_job).';
comment on column public.jobs.cpu_budget_ms is
'Milliseconds of computing that all slices together may take; null = no bound. Past it the job fails with budget_exceeded.';
comment on column public.jobs.cpu_spent_ms is
'Milliseconds of computing so far, failed slices included; a slice whose runner was lost is not counted.';
comment on column public.jobs.run_after is
'No runner takes the job before; with the priority also the order in which jobs take turns.';

-- squawk-ignore require-concurrent-index-creation -- few jobs are kept
create index jobs_owner_id_idx on public.jobs (owner_id);
-- squawk-ignore require-concurrent-index-creation -- few jobs are kept
create index jobs_created_at_idx on public.jobs (created_at desc, id desc);

grant select (owner_id, priority, cpu_budget_ms, cpu_spent_ms) on public.jobs to authenticated;

drop function public.enqueue_job(text, text, jsonb, jsonb, timestamptz, text);
drop function public.commit_job_slice(uuid, uuid, bigint, text, double precision, text, jsonb);
drop function public.fail_job_slice(uuid, uuid, bigint, text, text, double precision);

create function public.enqueue_job(p_job jsonb, p_actor jsonb, p_fresh_since timestamptz default null)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_asked public.jobs := jsonb_populate_record(null::public.jobs, p_job);
  v_row jsonb :=
    jsonb_build_object('owner_id', case when p_actor ->> 'kind' in ('user', 'operator') then p_actor ->> 'id' end)
    || p_job
    || jsonb_build_object('requested_by', private.actor_name(p_actor));
  v_columns text := (select string_agg(quote_ident(name), ', ') from jsonb_object_keys(v_row) as name);
  v_job public.jobs;
  v_constraint text;
begin
  -- A job that is in the way may finish between the insert and the look at it: then there is room again.
  loop
    select * into v_job from public.jobs
    where kind = v_asked.kind and scope = v_asked.scope and state in ('queued', 'running');
    if found then
      return jsonb_build_object('outcome', 'running', 'job', to_jsonb(v_job));
    end if;

    select * into v_job from public.jobs
    where kind = v_asked.kind and scope = v_asked.scope and state = 'succeeded' and finished_at >= p_fresh_since
    order by finished_at desc limit 1;
    if found then
      return jsonb_build_object('outcome', 'fresh', 'job', to_jsonb(v_job));
    end if;

    select * into v_job from public.jobs where reserves = v_asked.reserves and state in ('queued', 'running');
    if found then
      raise exception 'The job % that makes % is %.', v_job.id, v_asked.reserves, v_job.state using errcode = 'EW409';
    end if;

    -- Only the columns that were given: the others take the table's defaults.
    execute format(
      'insert into public.jobs (%1$s) select %1$s from jsonb_populate_record(null::public.jobs, $1) on conflict do nothing returning *',
      v_columns
    ) into v_job using v_row;
    if v_job.id is not null then
      perform private.audit(p_actor, 'job.enqueue', 'job', v_job.id::text, null, p_job);
      return jsonb_build_object('outcome', 'created', 'job', to_jsonb(v_job));
    end if;
  end loop;
exception when foreign_key_violation then
  get stacked diagnostics v_constraint = constraint_name;
  if v_constraint = 'jobs_owner_id_fkey' then
    raise exception 'The account of the user who asks for the job is gone.' using errcode = 'EW409';
  end if;
  raise;
end;
$$;
comment on function public.enqueue_job(jsonb, jsonb, timestamptz) is
'Queues a job, and audits it. p_job has columns of jobs: kind, scope and spec, and what else differs from the defaults; its owner is the user who asks, unless it names another. {outcome, job}: created; running, with the job of this kind and scope that is in the way; or fresh, with the last one that succeeded since p_fresh_since. EW409 where another unfinished job reserves the same name, or the owner''s account is gone.';

create or replace function public.claim_job(p_kinds text[], p_lease_seconds double precision, p_id uuid default null)
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
'Gives the caller the right to run the next slice of a waiting job (of the one with p_id, or of whichever has waited longest, ten seconds added for each step of priority) for p_lease_seconds. No row: nothing waits.';

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
    error_detail = case when v_is_over then private.budget_message(v_spent_ms, v_job.cpu_budget_ms) end,
    lease_token = null,
    lease_until = null,
    run_after = now()
  where id = p_id
  returning *;
end;
$$;
comment on function public.commit_job_slice(
  uuid, uuid, bigint, text, double precision, text, double precision, jsonb
) is
'Makes a slice count and ends its lease; p_cpu_ms is what it computed. With a result the job has succeeded; without one it has failed once its budget is spent (budget_exceeded). Answers the job as it is now; no row: the lease was lost or the job cancelled, and nothing changed.';

create function private.budget_message(p_spent_ms bigint, p_budget_ms bigint)
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
comment on function private.budget_message(bigint, bigint) is 'Reason and cure of budget_exceeded, for people.';

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
    error_detail = case when is_over then private.budget_message(spent_ms, judged.cpu_budget_ms) else p_error_detail end,
    lease_token = null,
    lease_until = null,
    run_after = now() + make_interval(secs => coalesce(p_retry_after_seconds, 0))
  from judged
  where job.id = judged.id
  returning job.*
$$;
comment on function public.fail_job_slice(
  uuid, uuid, bigint, double precision, text, text, double precision
) is
'Ends a lease without progress; p_cpu_ms is what the slice computed all the same. Null p_retry_after_seconds: trying again cannot help, and the job has failed; so it has after max_attempts, and once its budget is spent (budget_exceeded). Answers the job as it is now; no row as for commit_job_slice.';

create function public.list_jobs(
  p_kind text default null,
  p_state text default null,
  p_scope text default null,
  p_after uuid default null,
  p_limit bigint default 50
)
returns setof public.jobs
language plpgsql
stable
set search_path = ''
as $$
declare
  v_after public.jobs;
begin
  if p_after is not null then
    select * into v_after from public.jobs where id = p_after;
    if not found then
      raise exception 'There is no job % to go on after: begin without a cursor.', p_after using errcode = 'EW400';
    end if;
  end if;
  return query
  select * from public.jobs as job
  where (p_kind is null or job.kind = p_kind)
    and (p_state is null or job.state = p_state)
    and (p_scope is null or job.scope = p_scope)
    and (p_after is null or (job.created_at, job.id) < (v_after.created_at, v_after.id))
  order by job.created_at desc, job.id desc
  limit p_limit;
end;
$$;
comment on function public.list_jobs(text, text, text, uuid, bigint) is
'Jobs of a kind, state and scope, all where null, newest first: those after the job p_after, at most p_limit. EW400 where there is no job p_after.';

create or replace function private.tend_jobs()
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_path text;
begin
  perform public.reap_jobs();
  for v_path in
    select kind.run_path
    from public.jobs as job
    inner join private.job_kinds as kind on kind.kind = job.kind
    where job.state in ('queued', 'running') and job.lease_token is null and job.run_after <= now()
      -- An hour of calls has brought no runner: the function is not deployed, or does not know the kind. Once an hour is enough.
      and (
        job.run_after > now() - interval '1 hour'
        or floor(extract(epoch from now() - job.run_after) / 60)::bigint % 60 = 0
      )
    union
    select '/trigger-training/run' where public.list_unswept_jobs(now() - interval '10 minutes', 1) <> '{}'
  loop
    perform private.call_function(v_path);
  end loop;
end;
$$;
comment on function private.tend_jobs() is
'Reaps lost leases and pokes each function that hosts a job which waits for a runner, for the first hour every minute and then once an hour, and the function jobs where blobs are to be removed; run by pg_cron every minute.';

revoke all on function public.enqueue_job(jsonb, jsonb, timestamptz) from public;
revoke all on function public.commit_job_slice(uuid, uuid, bigint, text, double precision, text, double precision, jsonb)
from public;
revoke all on function private.budget_message(bigint, bigint) from public;
revoke all on function public.fail_job_slice(uuid, uuid, bigint, double precision, text, text, double precision)
from public;
revoke all on function public.list_jobs(text, text, text, uuid, bigint) from public;

grant execute on function public.enqueue_job(jsonb, jsonb, timestamptz) to service_role;
grant execute on function
public.commit_job_slice(uuid, uuid, bigint, text, double precision, text, double precision, jsonb) to service_role;
grant execute on function private.budget_message(bigint, bigint) to service_role;
grant execute on function public.fail_job_slice(uuid, uuid, bigint, double precision, text, text, double precision)
to service_role;
grant execute on function public.list_jobs(text, text, text, uuid, bigint) to service_role;
