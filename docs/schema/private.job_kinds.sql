-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create table private.job_kinds (
  kind text not null,
  run_path text not null,
  constraint job_kinds_pkey primary key (kind),
  constraint job_kinds_kind_check check (kind ~ '^[a-z][a-z0-9_]{0,39}$'),
  constraint job_kinds_run_path_check check (run_path ~ '^(/[a-z][a-z-]*)+/run$')
);

comment on table private.job_kinds is
  'Kinds of job, and the run route of the function whose isolates run their slices; the same list as '
  'shared/jobs/job-kinds.ts.';
comment on column private.job_kinds.run_path is 'Below the functions'' URL, as in /jobs/run.';

alter table private.job_kinds enable row level security;

insert into private.job_kinds (kind, run_path)
values
  ('training', '/jobs/run'),
  ('upload_evaluation', '/jobs/run');
