-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function internal.sweep_idempotency_keys()
returns void
language sql
volatile
set search_path = ''
as $$
  delete from public.idempotency_keys where expires_at < now()
$$;

comment on function internal.sweep_idempotency_keys() is
  'Removes answers that are older than a day; run by pg_cron every hour.';
revoke all on function internal.sweep_idempotency_keys() from public;
