-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

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
