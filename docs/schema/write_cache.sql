-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function public.write_cache(p_key text, p_value jsonb, p_ttl_ms double precision)
returns void
language sql
volatile
set search_path = ''
as $$
  insert into private.cache_entries as e (key, value, expires_at)
  values (p_key, p_value, clock_timestamp() + least(p_ttl_ms, 3600000) * interval '1 millisecond')
  on conflict (key) do update set value = excluded.value, expires_at = excluded.expires_at
$$;

comment on function public.write_cache(text, jsonb, double precision) is
  'Keeps a value for p_ttl_ms milliseconds, an hour at most; replaces the one before.';
revoke all on function public.write_cache(text, jsonb, double precision) from public;
grant execute on function public.write_cache(text, jsonb, double precision) to service_role;
