-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

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
  'Ends a lease without progress. Null p_retry_after_seconds: trying again cannot help, and the job has '
  'failed; so it has after max_attempts.';
revoke all on function public.fail_job_slice(uuid, uuid, bigint, text, text, double precision) from public;
grant execute on function public.fail_job_slice(uuid, uuid, bigint, text, text,
  double precision) to service_role;
