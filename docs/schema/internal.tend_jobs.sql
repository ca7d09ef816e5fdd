-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function internal.tend_jobs()
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
    select '/jobs/run' where public.list_unswept_jobs(now() - interval '10 minutes', 1) <> '{}'
  loop
    perform internal.call_function(v_path);
  end loop;
end;
$$;

comment on function internal.tend_jobs() is
  'Reaps lost leases and pokes each function that hosts a job which waits for a runner, for the first hour '
  'every minute and then once an hour, and the function jobs where blobs are to be removed; run by pg_cron '
  'every minute.';
revoke all on function internal.tend_jobs() from public;
