-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function public.mark_job_swept(p_id uuid)
returns void
language sql
volatile
set search_path = ''
as $$
  update public.jobs set swept = true where id = p_id
$$;

comment on function public.mark_job_swept(uuid) is 'Notes that the blobs of a finished job are removed.';
revoke all on function public.mark_job_swept(uuid) from public;
grant execute on function public.mark_job_swept(uuid) to service_role;
