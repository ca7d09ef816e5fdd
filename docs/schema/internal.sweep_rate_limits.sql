-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function internal.sweep_rate_limits()
returns void
language sql
volatile
set search_path = ''
as $$
  delete from public.rate_limits where window_end < now() - interval '1 hour';
  delete from public.rate_limit_buckets where full_at < now();
$$;

comment on function internal.sweep_rate_limits() is
  'Removes counters that weigh nothing any more; run by pg_cron every ten minutes.';
revoke all on function internal.sweep_rate_limits() from public;
