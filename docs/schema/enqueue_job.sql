-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

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
