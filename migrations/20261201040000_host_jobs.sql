-- Jobs have a function of their own, whose isolates run the slices of every kind there is so far, and whose clients follow
-- many jobs with one read.
set local lock_timeout = '5s';
set local statement_timeout = '60s';

update private.job_kinds set run_path = '/jobs/run' where run_path = '/trigger-training/run';

drop function public.find_job(uuid);

create function public.find_jobs(p_ids uuid[])
returns setof public.jobs
language sql
stable
set search_path = ''
as $$
  select * from public.jobs where id = any(p_ids)
$$;
comment on function public.find_jobs(uuid[]) is 'Those of the jobs that there are, in any order.';
revoke all on function public.find_jobs(uuid[]) from public;
grant execute on function public.find_jobs(uuid[]) to service_role;

create or replace function internal.tend_jobs()
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
