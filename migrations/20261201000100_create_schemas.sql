-- Public is offered by REST. Internal holds the helpers of its functions, triggers and schedules, which run with their
-- caller's rights. Private holds functions that run with their owner's rights, and tables that no API shows. Default
-- privileges are closed first, so that an object forgotten by its migration is unreachable, not open: projects differ in
-- what they grant by themselves.
--
-- Errors that Edgewise's functions raise on purpose (the API maps them to problem+json):
--   EW400  an argument is malformed
--   EW404  no such instrument, universe, feature set, model or key
--   EW405  no such symbol, where the thing that was asked for is there
--   EW409  the request contradicts what is stored
--   EW412  the model has not passed its promotion gate
--   EW429  the user has as much as one user may

create extension if not exists pg_cron;
create extension if not exists pg_net with schema extensions;

create schema internal;
comment on schema internal is 'Helpers of functions that run with their caller''s rights; not exposed by REST.';
revoke all on schema internal from public;
grant usage on schema internal to authenticated, service_role;

create schema private;
comment on schema private is 'Functions that run with their owner''s rights, and tables that no API shows.';
revoke all on schema private from public;
grant usage on schema private to service_role;

alter default privileges revoke execute on functions from public;
alter default privileges in schema public revoke all on tables from anon, authenticated, service_role;
alter default privileges in schema public revoke all on sequences from anon, authenticated, service_role;
alter default privileges in schema public revoke execute on functions from anon, authenticated, service_role;

create function internal.is_operator()
returns boolean
language sql
stable
set search_path = ''
as $$
  select coalesce(auth.jwt() -> 'app_metadata' ->> 'role' = 'operator', false)
$$;
comment on function internal.is_operator() is
  'Whether the caller''s token carries app_metadata.role = operator, which only the service can set.';
revoke all on function internal.is_operator() from public;
grant execute on function internal.is_operator() to authenticated;

create function internal.set_updated_at()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  new.updated_at := now();
  return new;
end
$$;
comment on function internal.set_updated_at() is
  'Trigger: stamps updated_at with the time of the transaction.';
revoke all on function internal.set_updated_at() from public;

create function internal.refuse_change()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  raise exception 'rows of %.% are append-only', tg_table_schema, tg_table_name using errcode = 'EW409';
end
$$;
comment on function internal.refuse_change() is
  'Trigger: makes a table append-only for everybody, its owner included.';
revoke all on function internal.refuse_change() from public;
