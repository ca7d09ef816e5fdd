-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

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
