-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

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
