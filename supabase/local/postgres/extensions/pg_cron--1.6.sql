-- pg_cron 1.6 without its C code: the same tables, policies and functions. What runs the jobs is the scheduler of the
-- local stack (supabase/local/cron), which reads cron.job and writes cron.job_run_details as the background worker does.
-- Rights are those that the platform grants after `create extension`.

create schema cron;

create sequence cron.jobid_seq;
create table cron.job (
  jobid bigint primary key default nextval('cron.jobid_seq'),
  schedule text not null,
  command text not null,
  nodename text not null default 'localhost',
  nodeport int not null default coalesce(inet_server_port(), 5432),
  database text not null default current_database(),
  username text not null default current_user,
  active boolean not null default true,
  jobname text,
  constraint jobname_username_uniq unique (jobname, username)
);
alter table cron.job enable row level security;
create policy cron_job_policy on cron.job using (username = current_user);

create sequence cron.runid_seq;
create table cron.job_run_details (
  jobid bigint,
  runid bigint primary key default nextval('cron.runid_seq'),
  job_pid int,
  database text,
  username text,
  command text,
  status text,
  return_message text,
  start_time timestamptz,
  end_time timestamptz
);
alter table cron.job_run_details enable row level security;
create policy cron_job_run_details_policy on cron.job_run_details using (username = current_user);

-- Five fields of numbers, names, ranges, lists and steps; '[1-59] seconds'; or one of cron's nicknames.
create function cron.is_schedule(schedule text) returns boolean
language sql immutable set search_path = '' as $$
  select schedule ~ '^([1-9]|[1-5][0-9]) seconds?$'
    or lower(schedule) in ('@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly', '@reboot')
    or (
      select count(*) = 5 and bool_and(field ~* (
        '^' || value || '(-' || value || ')?(/[0-9]+)?(,' || value || '(-' || value || ')?(/[0-9]+)?)*$'))
      from regexp_split_to_table(trim(schedule), '\s+') with ordinality as fields(field, at)
      join (values
        (1, '(\*|[0-5]?[0-9])'),
        (2, '(\*|[01]?[0-9]|2[0-3])'),
        (3, '(\*|\$|0?[1-9]|[12][0-9]|3[01])'),
        (4, '(\*|0?[1-9]|1[0-2]|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)'),
        (5, '(\*|[0-7]|sun|mon|tue|wed|thu|fri|sat)')
      ) as patterns(at, value) using (at)
    ) and cardinality(regexp_split_to_array(trim(schedule), '\s+')) = 5
$$;

create function cron.check_schedule(schedule text) returns void
language plpgsql immutable set search_path = '' as $$
begin
  if not cron.is_schedule(schedule) then
    raise exception 'invalid schedule: %', schedule
      using errcode = 'invalid_parameter_value',
        hint = 'Use cron format (e.g. 5 4 * * *), or interval format ''[1-59] seconds''';
  end if;
end $$;

-- The real functions are C and act for their caller; these act as the extension's owner and are told the caller's name.
create function cron.put_job(owner text, job_name text, schedule text, command text, database text, active boolean)
returns bigint language plpgsql security definer set search_path = '' as $$
declare
  id bigint;
begin
  perform cron.check_schedule(schedule);
  insert into cron.job as existing (jobname, schedule, command, database, username, active)
  values (put_job.job_name, put_job.schedule, put_job.command, put_job.database, put_job.owner, put_job.active)
  on conflict on constraint jobname_username_uniq do update
    set schedule = excluded.schedule, command = excluded.command, database = excluded.database
  returning jobid into id;
  return id;
end $$;

create function cron.schedule(schedule text, command text) returns bigint
language sql set search_path = '' as $$
  select cron.put_job(current_user, null, schedule, command, current_database(), true)
$$;

create function cron.schedule(job_name text, schedule text, command text) returns bigint
language sql set search_path = '' as $$
  select cron.put_job(current_user, job_name, schedule, command, current_database(), true)
$$;

create function cron.schedule_in_database(
  job_name text, schedule text, command text, database text, username text default null, active boolean default true)
returns bigint language sql set search_path = '' as $$
  select cron.put_job(coalesce(username, current_user), job_name, schedule, command, database, active)
$$;

create function cron.remove_job(owner text, id bigint, name text) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  delete from cron.job where username = owner and (jobid = id or jobname = name);
  if not found then
    raise exception 'could not find valid entry for job ''%''', coalesce(name, id::text);
  end if;
  return true;
end $$;

create function cron.unschedule(job_id bigint) returns boolean
language sql set search_path = '' as $$ select cron.remove_job(current_user, job_id, null) $$;

create function cron.unschedule(job_name text) returns boolean
language sql set search_path = '' as $$ select cron.remove_job(current_user, null, job_name) $$;

create function cron.change_job(
  owner text, id bigint, schedule text, command text, database text, username text, active boolean)
returns void language plpgsql security definer set search_path = '' as $$
begin
  if schedule is not null then
    perform cron.check_schedule(schedule);
  end if;
  update cron.job set
    schedule = coalesce(change_job.schedule, job.schedule),
    command = coalesce(change_job.command, job.command),
    database = coalesce(change_job.database, job.database),
    username = coalesce(change_job.username, job.username),
    active = coalesce(change_job.active, job.active)
  where jobid = id and job.username = owner;
  if not found then
    raise exception 'Job % does not exist or you don''t own it', id;
  end if;
end $$;

create function cron.alter_job(
  job_id bigint, schedule text default null, command text default null, database text default null,
  username text default null, active boolean default null)
returns void language sql set search_path = '' as $$
  select cron.change_job(current_user, job_id, schedule, command, database, username, active)
$$;

revoke all on all functions in schema cron from public;
grant usage on schema cron to postgres with grant option;
grant all on all functions in schema cron to postgres with grant option;
grant select on cron.job to postgres with grant option;
grant all on cron.job_run_details to postgres with grant option;
