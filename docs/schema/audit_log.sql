-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

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
  constraint audit_log_action_form check (action ~ '^[a-z][a-z_]*\.[a-z][a-z_]*$'),
  constraint audit_log_actor_id_present check (
    (actor_kind in ('secret', 'cron')) or coalesce(actor_id, '') <> ''
  ),
  constraint audit_log_actor_kind_known check (
    actor_kind in ('user', 'operator', 'api_key', 'secret', 'cron', 'system')
  ),
  constraint audit_log_subject_id_not_empty check (subject_id <> ''),
  constraint audit_log_subject_kind_form check (subject_kind ~ '^[a-z][a-z_]*$')
);

comment on table public.audit_log is 'Append-only record of every act that changes models, jobs or keys.';
comment on column public.audit_log.actor_kind is
  'Kind of caller; system = an automatism of the platform, named by actor_id.';
comment on column public.audit_log.actor_id is
  'A user''s or key''s id, or the automatism''s name; null for a platform key.';
comment on column public.audit_log.action is 'What was done: <subject>.<verb>, for example model.promote.';
comment on column public.audit_log.before is
  'The subject''s changed parts before the act; null when it did not exist. Never secrets.';
comment on column public.audit_log.after is 'The same after the act; null when it is gone.';
comment on column public.audit_log.request_id is
  'x-request-id of the request that did it; null for an automatism.';

create index audit_log_actor on public.audit_log (actor_kind, actor_id, id desc);
create index audit_log_subject on public.audit_log (subject_kind, subject_id, id desc);

create trigger audit_log_append_only
before delete or update on public.audit_log
for each row execute function internal.refuse_change();

create trigger audit_log_no_truncate
before truncate on public.audit_log
for each statement execute function internal.refuse_change();

alter table public.audit_log enable row level security;
create policy audit_log_select_operator on public.audit_log
for select to authenticated
using ((select internal.is_operator()));
grant select on public.audit_log to authenticated;
grant select, insert on public.audit_log to service_role;
