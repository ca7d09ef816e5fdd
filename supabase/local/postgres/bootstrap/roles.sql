-- What the platform has before the first migration: its roles and their rights. Run by the superuser supabase_admin.
-- The role that runs migrations, `postgres`, is no superuser, as on the platform. New tables in `public` are granted to
-- nobody: a migration that forgets a grant fails here as it fails there.

do $$
declare
  wanted record;
begin
  for wanted in select * from (values
    ('anon', 'nologin noinherit'),
    ('authenticated', 'nologin noinherit'),
    ('service_role', 'nologin noinherit bypassrls'),
    ('authenticator', 'login noinherit'),
    ('supabase_auth_admin', 'login noinherit createrole'),
    ('supabase_storage_admin', 'login noinherit createrole'),
    ('postgres', 'login nosuperuser createdb createrole replication bypassrls')
  ) as platform(name, attributes) loop
    if not exists (select from pg_roles where rolname = wanted.name) then
      execute format('create role %I %s', wanted.name, wanted.attributes);
    end if;
  end loop;
end $$;

alter role postgres password 'postgres';
alter role authenticator password 'postgres';
grant anon, authenticated, service_role to authenticator;
grant anon, authenticated, service_role, authenticator to postgres with admin option;
grant pg_monitor, pg_read_all_data, pg_signal_backend to postgres;
-- The platform lets `postgres` write policies on storage.objects by an extension of its own; membership does it here.
grant supabase_storage_admin, supabase_auth_admin to postgres;

alter role postgres set search_path = "$user", public, extensions;
alter role authenticator set search_path = public, extensions;

-- The data API gives up after this long (PostgREST applies the settings of the role that it impersonates).
alter role anon set statement_timeout = '3s';
alter role authenticated set statement_timeout = '8s';
alter role authenticator set statement_timeout = '8s';
