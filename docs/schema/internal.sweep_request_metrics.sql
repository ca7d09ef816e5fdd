-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function internal.sweep_request_metrics()
returns void
language sql
volatile
set search_path = ''
as $$
  delete from public.request_metrics where period_start < now() - interval '14 days'
$$;

comment on function internal.sweep_request_metrics() is
  'Removes periods older than 14 days; run by pg_cron every day.';
revoke all on function internal.sweep_request_metrics() from public;
