-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

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
