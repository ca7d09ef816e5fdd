-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function public.find_job(p_id uuid)
returns setof public.jobs
language sql
stable
set search_path = ''
as $$
  select * from public.jobs where id = p_id
$$;

comment on function public.find_job(uuid) is 'The job, or no row.';
revoke all on function public.find_job(uuid) from public;
grant execute on function public.find_job(uuid) to service_role;
