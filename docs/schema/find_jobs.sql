-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

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
