-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function public.read_cache(p_key text)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select e.value from private.cache_entries as e where e.key = p_key and e.expires_at > clock_timestamp()
$$;

comment on function public.read_cache(text) is 'The value of a key whose time is not over, or null.';
revoke all on function public.read_cache(text) from public;
grant execute on function public.read_cache(text) to service_role;
