-- Who asked for a job, and who cancelled it, goes into the audit log with the act itself.

drop function public.enqueue_job(text, text, jsonb, text, timestamptz);
drop function public.cancel_job(uuid);

create function public.enqueue_job(
  p_kind text,
  p_scope text,
  p_spec jsonb,
  p_actor jsonb,
  p_fresh_since timestamptz default null
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

    insert into public.jobs (kind, scope, spec, requested_by)
    values (p_kind, p_scope, p_spec, private.actor_name(p_actor))
    on conflict (kind, scope) where state in ('queued', 'running') do nothing
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

comment on function public.enqueue_job(text, text, jsonb, jsonb, timestamptz) is
'Queues a job, and audits it. {outcome, job}: created; running, with the job of this kind and scope that is in the way; or fresh, with the last one that succeeded since p_fresh_since.';

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
    perform private.audit(
      p_actor, 'job.cancel', 'job', p_id::text, jsonb_build_object('state', v_state), '{"state": "cancelled"}'
    );
  end if;
  return query select * from public.jobs where id = p_id;
end;
$$;

comment on function public.cancel_job(uuid, jsonb) is
'Cancels a job unless it is finished, and audits it; a slice under way can no longer be committed. Answers the job as it is now; no row: there is none.';

revoke all on function public.enqueue_job(text, text, jsonb, jsonb, timestamptz) from public;
revoke all on function public.cancel_job(uuid, jsonb) from public;
grant execute on function public.enqueue_job(text, text, jsonb, jsonb, timestamptz) to service_role;
grant execute on function public.cancel_job(uuid, jsonb) to service_role;
