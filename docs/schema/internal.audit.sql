-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function internal.audit(
  p_actor jsonb,
  p_action text,
  p_subject_kind text,
  p_subject_id text,
  p_before jsonb default null,
  p_after jsonb default null
)
returns void
language sql
volatile
set search_path = ''
as $$
  insert into public.audit_log (
    actor_kind, actor_id, action, subject_kind, subject_id, before, after, request_id
  )
  values (
    p_actor ->> 'kind', p_actor ->> 'id', p_action, p_subject_kind, p_subject_id, p_before, p_after,
    p_actor ->> 'request_id'
  )
$$;

comment on function internal.audit(jsonb, text, text, text, jsonb, jsonb) is
  'Records an act in the transaction that does it. p_actor: {kind, id, request_id}, as the columns of '
  'audit_log.';
revoke all on function internal.audit(jsonb, text, text, text, jsonb, jsonb) from public;
grant execute on function internal.audit(jsonb, text, text, text, jsonb, jsonb) to service_role;
