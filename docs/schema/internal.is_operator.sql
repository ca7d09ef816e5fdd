-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

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
