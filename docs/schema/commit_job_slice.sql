-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

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
