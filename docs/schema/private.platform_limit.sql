-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function private.platform_limit(p_name text)
returns integer
language sql
stable
security definer
set search_path = ''
as $$
  select l.value from public.platform_limits as l where l.name = p_name
$$;

comment on function private.platform_limit(text) is 'The value of a limit.';
revoke all on function private.platform_limit(text) from public;
