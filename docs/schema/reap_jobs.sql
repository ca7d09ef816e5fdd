-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

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
