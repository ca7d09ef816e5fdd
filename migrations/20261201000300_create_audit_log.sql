-- Every act of an operator, a key's owner or an automatism: who did it, what it changed from and to, and the request that
-- did it. A row is written in the transaction of its act, so neither exists without the other.

create table public.audit_log (
  id bigint not null generated always as identity,
  at timestamptz not null default clock_timestamp(),
  actor_kind text not null,
  actor_id text,
  action text not null,
  subject_kind text not null,
  subject_id text not null,
  before jsonb,
  after jsonb,
  request_id text,
  constraint audit_log_pkey primary key (id),
  constraint audit_log_actor_kind_known check (
    actor_kind in ('user', 'operator', 'api_key', 'secret', 'cron', 'system')
  ),
  constraint audit_log_actor_id_present check (
    actor_kind in ('secret', 'cron') or coalesce(actor_id, '') <> ''
  ),
  constraint audit_log_action_form check (action ~ '^[a-z][a-z_]*\.[a-z][a-z_]*$'),
  constraint audit_log_subject_kind_form check (subject_kind ~ '^[a-z][a-z_]*$'),
  constraint audit_log_subject_id_not_empty check (subject_id <> '')
);
create index audit_log_subject on public.audit_log (subject_kind, subject_id, id desc);
create index audit_log_actor on public.audit_log (actor_kind, actor_id, id desc);
comment on table public.audit_log is 'Append-only record of every act that changes models, jobs or keys.';
comment on column public.audit_log.actor_kind is 'Kind of caller; system = an automatism of the platform, named by actor_id.';
comment on column public.audit_log.actor_id is 'A user''s or key''s id, or the automatism''s name; null for a platform key.';
comment on column public.audit_log.action is 'What was done: <subject>.<verb>, for example model.promote.';
comment on column public.audit_log.before is 'The subject''s changed parts before the act; null when it did not exist. Never secrets.';
comment on column public.audit_log.after is 'The same after the act; null when it is gone.';
comment on column public.audit_log.request_id is 'x-request-id of the request that did it; null for an automatism.';

create trigger audit_log_append_only
before update or delete on public.audit_log
for each row execute function internal.refuse_change();
create trigger audit_log_no_truncate
before truncate on public.audit_log
for each statement execute function internal.refuse_change();

alter table public.audit_log enable row level security;
create policy audit_log_select_operator on public.audit_log
for select to authenticated using ((select internal.is_operator()));
grant select on public.audit_log to authenticated;
grant select, insert on public.audit_log to service_role;

create function internal.actor_name(p_actor jsonb)
returns text
language sql
immutable
set search_path = ''
as $$
  select coalesce(p_actor ->> 'id', p_actor ->> 'kind')
$$;
comment on function internal.actor_name(jsonb) is 'How a log of acts names an actor {kind, id}.';
revoke all on function internal.actor_name(jsonb) from public;
grant execute on function internal.actor_name(jsonb) to service_role;

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

create function public.list_audit(
  p_subject_kind text default null,
  p_subject_id text default null,
  p_action text default null,
  p_before_id bigint default null,
  p_limit integer default 50
)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(to_jsonb(page) order by page.id desc), '[]')
  from (
    select *
    from public.audit_log as a
    where (p_subject_kind is null or a.subject_kind = p_subject_kind)
      and (p_subject_id is null or a.subject_id = p_subject_id)
      and (p_action is null or a.action = p_action)
      and (p_before_id is null or a.id < p_before_id)
    order by a.id desc
    limit least(greatest(p_limit, 1), 200)
  ) as page
$$;
comment on function public.list_audit(text, text, text, bigint, integer) is
  'Entries of the audit log as an array, newest first, at most p_limit (1 to 200) of those before '
  'p_before_id; a null filter takes all.';
revoke all on function public.list_audit(text, text, text, bigint, integer) from public;
grant execute on function public.list_audit(text, text, text, bigint, integer) to service_role;
