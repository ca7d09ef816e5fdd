-- Work larger than an isolate's CPU life runs as a resumable job: one row here, its state as immutable blobs in Storage.
-- The row is the only truth about who may go on: a runner holds a lease token, and every slice is committed by
-- compare-and-set on (lease_token, sequence), so a runner that comes late changes nothing. It also says on whose behalf a
-- job runs, which goes first where runners are few, and how much it may use in all. A kind that no function runs cannot be
-- queued: pg_cron would call for it every minute and for ever.

create table private.job_kinds (
  kind text constraint job_kinds_pkey primary key
  constraint job_kinds_kind_check check (kind ~ '^[a-z][a-z0-9_]{0,39}$'),
  run_path text not null constraint job_kinds_run_path_check check (run_path ~ '^(/[a-z][a-z-]*)+/run$')
);
comment on table private.job_kinds is
'Kinds of job, and the run route of the function whose isolates run their slices; the same list as shared/jobs/job-kinds.ts.';
comment on column private.job_kinds.run_path is 'Below the functions'' URL, as in /jobs/run.';

alter table private.job_kinds enable row level security;

insert into private.job_kinds (kind, run_path) values
('training', '/trigger-training/run'),
('upload_evaluation', '/trigger-training/run');

create table public.jobs (
  id uuid default gen_random_uuid() constraint jobs_pkey primary key,
  kind text not null,
  scope text not null constraint jobs_scope_check check (char_length(scope) between 1 and 300),
  spec jsonb not null constraint jobs_spec_check check (jsonb_typeof(spec) = 'object'),
  state text not null default 'queued' constraint jobs_state_check
  check (state in ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
  phase text,
  progress double precision not null default 0 constraint jobs_progress_check check (progress between 0 and 1),
  sequence bigint not null default 0 constraint jobs_sequence_check check (sequence >= 0),
  checkpoint text,
  attempts bigint not null default 0 constraint jobs_attempts_check check (attempts >= 0),
  max_attempts bigint not null default 5 constraint jobs_max_attempts_check check (max_attempts >= 1),
  run_after timestamptz not null default now(),
  lease_token uuid,
  lease_until timestamptz,
  result jsonb,
  error_code text,
  error_detail text,
  requested_by text not null,
  swept boolean not null default false,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  updated_at timestamptz not null default now(),
  reserves text,
  owner_id uuid,
  -- squawk-ignore prefer-bigint-over-smallint -- 21 values
  priority smallint not null default 0 constraint jobs_priority_check check (priority between -10 and 10),
  cpu_budget_ms bigint constraint jobs_cpu_budget_ms_check check (cpu_budget_ms > 0),
  cpu_spent_ms bigint not null default 0 constraint jobs_cpu_spent_ms_check check (cpu_spent_ms >= 0),
  constraint jobs_kind_fkey foreign key (kind) references private.job_kinds (kind),
  constraint jobs_owner_id_fkey foreign key (owner_id) references auth.users (id) on delete set null,
  constraint jobs_lease_check check ((lease_token is null) = (lease_until is null)),
  constraint jobs_lease_state_check check (lease_token is null or state = 'running'),
  constraint jobs_finished_check check ((finished_at is not null) = (state in ('succeeded', 'failed', 'cancelled')))
);
create unique index jobs_active_scope_key on public.jobs (kind, scope) where state in ('queued', 'running');
create index jobs_claimable_idx on public.jobs (run_after) where state in ('queued', 'running') and lease_token is null;
create index jobs_lease_until_idx on public.jobs (lease_until) where lease_until is not null;
create index jobs_kind_scope_finished_at_idx on public.jobs (kind, scope, finished_at desc);
create index jobs_unswept_idx on public.jobs (finished_at) where finished_at is not null and not swept;
create unique index jobs_reserves_key on public.jobs (reserves) where state in ('queued', 'running');
create index jobs_owner_id_idx on public.jobs (owner_id);
create index jobs_created_at_idx on public.jobs (created_at desc, id desc);
comment on table public.jobs is 'Resumable work: who may run the next slice of what, and how far it has come.';
comment on column public.jobs.scope is 'What the job is about; one job of a kind and scope may be queued or running.';
comment on column public.jobs.sequence is 'Slices committed so far.';
comment on column public.jobs.checkpoint is 'Path of the state after the last committed slice, in the bucket jobs.';
comment on column public.jobs.attempts is 'Slices lost or failed since the last committed one.';
comment on column public.jobs.run_after is
'No runner takes the job before; with the priority also the order in which jobs take turns.';
comment on column public.jobs.error_code is 'Stable public code of the last failure; its cause is in the log only.';
comment on column public.jobs.error_detail is 'The same for people, fit to be shown.';
comment on column public.jobs.swept is 'The blobs of the finished job are removed.';
comment on column public.jobs.reserves is
'Name that only one queued or running job of any kind may have, such as the version of the model that it makes; null = none.';
comment on column public.jobs.owner_id is
'User on whose behalf the job runs; null = the platform, or a user whose account is gone: a job outlives its owner.';
comment on column public.jobs.priority is
'-10..10, higher first: one step is worth ten seconds of waiting, so nothing waits for ever (claim_job).';
comment on column public.jobs.cpu_budget_ms is
'Milliseconds of computing that all slices together may take; null = no bound. Past it the job fails with budget_exceeded.';
comment on column public.jobs.cpu_spent_ms is
'Milliseconds of computing so far, failed slices included; a slice whose runner was lost is not counted.';

create trigger jobs_set_updated_at
before update on public.jobs
for each row execute function internal.set_updated_at();

alter table public.jobs enable row level security;
create policy jobs_select_operator on public.jobs
for select to authenticated
using ((select internal.is_operator()));
-- Everything but the lease token, which is its holder's.
grant select (
  id, kind, scope, spec, state, phase, progress, sequence, checkpoint, attempts, max_attempts, run_after,
  lease_until, result, error_code, error_detail, requested_by, swept, created_at, started_at, finished_at,
  updated_at, reserves, owner_id, priority, cpu_budget_ms, cpu_spent_ms
) on public.jobs to authenticated;
grant select, insert, update on public.jobs to service_role;
