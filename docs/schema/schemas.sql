-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create schema private;
comment on schema private is 'Internals of Edgewise, never exposed by an API.';
grant usage on schema private to service_role;

-- What new functions allow to others by themselves: nothing.
