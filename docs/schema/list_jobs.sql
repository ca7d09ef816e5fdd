-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function public.list_jobs(
  p_kind text default null,
  p_state text default null,
  p_scope text default null,
  p_after uuid default null,
  p_limit bigint default 50
)
returns setof public.jobs
language plpgsql
stable
set search_path = ''
as $$
declare
  v_after public.jobs;
begin
  if p_after is not null then
    select * into v_after from public.jobs where id = p_after;
    if not found then
      raise exception 'There is no job % to go on after: begin without a cursor.', p_after using errcode = 'EW400';
    end if;
  end if;
  return query
  select * from public.jobs as job
  where (p_kind is null or job.kind = p_kind)
    and (p_state is null or job.state = p_state)
    and (p_scope is null or job.scope = p_scope)
    and (p_after is null or (job.created_at, job.id) < (v_after.created_at, v_after.id))
  order by job.created_at desc, job.id desc
  limit p_limit;
end;
$$;

comment on function public.list_jobs(text, text, text, uuid, bigint) is
  'Jobs of a kind, state and scope, all where null, newest first: those after the job p_after, at most '
  'p_limit. EW400 where there is no job p_after.';
revoke all on function public.list_jobs(text, text, text, uuid, bigint) from public;
grant execute on function public.list_jobs(text, text, text, uuid, bigint) to service_role;
