-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

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
  'Makes a slice count and ends its lease; with a result the job has succeeded. False: the lease was lost or '
  'the job cancelled, and nothing changed.';
revoke all on function public.commit_job_slice(uuid, uuid, bigint, text, double precision, text, jsonb) from public;
grant execute on function public.commit_job_slice(uuid, uuid, bigint, text, double precision, text,
  jsonb) to service_role;
