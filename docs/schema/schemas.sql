-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create schema internal;
comment on schema internal is
  'Helpers of functions that run with their caller''s rights; not exposed by REST.';
grant usage on schema internal to authenticated, service_role;

create schema private;
comment on schema private is 'Functions that run with their owner''s rights, and tables that no API shows.';
grant usage on schema private to service_role;

-- New functions allow to others by themselves: nothing.
