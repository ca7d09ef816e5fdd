-- The cache that isolates share where there is no Redis: answers that may be given again for some seconds. Nothing here
-- outlives its time or is worth a backup, so the table is unlogged: it is empty after a crash, as a cache may be.

create unlogged table private.cache_entries (
  key text not null,
  value jsonb not null,
  expires_at timestamptz not null,
  constraint cache_entries_pkey primary key (key),
  constraint cache_entries_key_length check (char_length(key) between 1 and 512)
);
create index cache_entries_expires_at on private.cache_entries (expires_at);
comment on table private.cache_entries is 'Values that isolates share for some seconds; may be emptied at any time.';

alter table private.cache_entries enable row level security;
grant select, insert, update on private.cache_entries to service_role;

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

create function internal.sweep_cache()
returns void
language sql
volatile
set search_path = ''
as $$
  delete from private.cache_entries where expires_at <= clock_timestamp()
$$;
comment on function internal.sweep_cache() is
  'Removes what the cache no longer gives out; run by pg_cron every minute.';
revoke all on function internal.sweep_cache() from public;

select cron.schedule('sweep-cache', '* * * * *', 'select internal.sweep_cache()');
