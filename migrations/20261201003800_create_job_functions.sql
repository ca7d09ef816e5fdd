-- Acts of callers on jobs, each a single statement's worth of transaction, so that "is one running already" and "does
-- another one reserve this name" are decided by the database alone. Who asked for a job, and who cancelled it, goes into the
-- audit log with the act itself.

create function public.enqueue_job(p_job jsonb, p_actor jsonb, p_fresh_since timestamptz default null)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_asked constant public.jobs := jsonb_populate_record(null::public.jobs, p_job);
  v_row constant jsonb :=
    jsonb_build_object('owner_id', case when p_actor ->> 'kind' in ('user', 'operator') then p_actor ->> 'id' end)
    || p_job
    || jsonb_build_object('requested_by', internal.actor_name(p_actor));
  v_unknown constant text := (
    select string_agg(k.key, ', ') from jsonb_object_keys(p_job) as k (key) where not to_jsonb(v_asked) ? k.key
  );
  v_job public.jobs;
  v_constraint text;
begin
  if v_unknown is not null then
    raise exception 'a job has no %', v_unknown using errcode = 'EW400';
  end if;
  -- A job that is in the way may finish between the insert and the look at it: then there is room again.
  loop
    select * into v_job from public.jobs
    where kind = v_asked.kind and scope = v_asked.scope and state in ('queued', 'running');
    if found then
      return jsonb_build_object('outcome', 'running', 'job', to_jsonb(v_job));
    end if;

    select * into v_job from public.jobs
    where kind = v_asked.kind and scope = v_asked.scope and state = 'succeeded' and finished_at >= p_fresh_since
    order by finished_at desc limit 1;
    if found then
      return jsonb_build_object('outcome', 'fresh', 'job', to_jsonb(v_job));
    end if;

    select * into v_job from public.jobs where reserves = v_asked.reserves and state in ('queued', 'running');
    if found then
      raise exception 'The job % that makes % is %.', v_job.id, v_asked.reserves, v_job.state using errcode = 'EW409';
    end if;

    select * into v_job from internal.insert_rows(
      null::public.jobs, jsonb_build_array(v_row), 'on conflict do nothing'
    );
    if found then
      perform internal.audit(p_actor, 'job.enqueue', 'job', v_job.id::text, null, p_job);
      return jsonb_build_object('outcome', 'created', 'job', to_jsonb(v_job));
    end if;
  end loop;
exception when foreign_key_violation then
  get stacked diagnostics v_constraint = constraint_name;
  if v_constraint = 'jobs_owner_id_fkey' then
    raise exception 'The account of the user who asks for the job is gone.' using errcode = 'EW409';
  end if;
  raise;
end;
$$;
comment on function public.enqueue_job(jsonb, jsonb, timestamptz) is
  'Queues a job, and audits it. p_job has columns of jobs: kind, scope and spec, and what else differs from '
  'the defaults; its owner is the user who asks, unless it names another. {outcome, job}: created; running, '
  'with the job of this kind and scope that is in the way; or fresh, with the last one that succeeded since '
  'p_fresh_since. EW409 where another unfinished job reserves the same name, or the owner''s account is gone.';
revoke all on function public.enqueue_job(jsonb, jsonb, timestamptz) from public;
grant execute on function public.enqueue_job(jsonb, jsonb, timestamptz) to service_role;

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

create function public.cancel_job(p_id uuid, p_actor jsonb)
returns setof public.jobs
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_state text;
begin
  select state into v_state from public.jobs where id = p_id and state in ('queued', 'running') for update;
  if found then
    update public.jobs
    set state = 'cancelled', finished_at = now(), lease_token = null, lease_until = null
    where id = p_id;
    perform internal.audit(
      p_actor, 'job.cancel', 'job', p_id::text, jsonb_build_object('state', v_state), '{"state": "cancelled"}'
    );
  end if;
  return query select * from public.jobs where id = p_id;
end;
$$;
comment on function public.cancel_job(uuid, jsonb) is
  'Cancels a job unless it is finished, and audits it; a slice under way can no longer be committed. Answers '
  'the job as it is now; no row: there is none.';
revoke all on function public.cancel_job(uuid, jsonb) from public;
grant execute on function public.cancel_job(uuid, jsonb) to service_role;
