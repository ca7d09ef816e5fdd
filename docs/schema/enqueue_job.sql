-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function public.enqueue_job(
  p_kind text,
  p_scope text,
  p_spec jsonb,
  p_actor jsonb,
  p_fresh_since timestamptz default null,
  p_reserves text default null
)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_job public.jobs;
begin
  -- A job that is in the way may finish between the insert and the look at it: then there is room again.
  loop
    select * into v_job from public.jobs
    where kind = p_kind and scope = p_scope and state in ('queued', 'running');
    if found then
      return jsonb_build_object('outcome', 'running', 'job', to_jsonb(v_job));
    end if;

    select * into v_job from public.jobs
    where kind = p_kind and scope = p_scope and state = 'succeeded' and finished_at >= p_fresh_since
    order by finished_at desc limit 1;
    if found then
      return jsonb_build_object('outcome', 'fresh', 'job', to_jsonb(v_job));
    end if;

    select * into v_job from public.jobs where reserves = p_reserves and state in ('queued', 'running');
    if found then
      raise exception 'The job % that makes % is %.', v_job.id, p_reserves, v_job.state using errcode = 'EW409';
    end if;

    insert into public.jobs (kind, scope, spec, requested_by, reserves)
    values (p_kind, p_scope, p_spec, private.actor_name(p_actor), p_reserves)
    on conflict do nothing
    returning * into v_job;
    if found then
      perform private.audit(
        p_actor, 'job.enqueue', 'job', v_job.id::text, null,
        jsonb_build_object('kind', p_kind, 'scope', p_scope, 'spec', p_spec)
      );
      return jsonb_build_object('outcome', 'created', 'job', to_jsonb(v_job));
    end if;
  end loop;
end;
$$;

comment on function public.enqueue_job(text, text, jsonb, jsonb, timestamptz, text) is
  'Queues a job, and audits it. {outcome, job}: created; running, with the job of this kind and scope that '
  'is in the way; or fresh, with the last one that succeeded since p_fresh_since. EW409 where another '
  'unfinished job reserves the name p_reserves.';
revoke all on function public.enqueue_job(text, text, jsonb, jsonb, timestamptz, text) from public;
grant execute on function public.enqueue_job(text, text, jsonb, jsonb, timestamptz, text) to service_role;
