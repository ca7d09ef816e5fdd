-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function private.tend_jobs()
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_url text;
  v_key text;
begin
  perform public.reap_jobs();
  if not exists (
    select from public.jobs where state in ('queued', 'running') and lease_token is null and run_after <= now()
  ) and public.list_unswept_jobs(now() - interval '10 minutes', 1) = '{}' then
    return;
  end if;
  select decrypted_secret into v_url from vault.decrypted_secrets where name = 'edgewise_functions_url';
  select decrypted_secret into v_key from vault.decrypted_secrets where name = 'edgewise_cron_key';
  if v_url is null or v_key is null then
    return;
  end if;
  perform net.http_post(
    url := v_url || '/trigger-training/run',
    headers := jsonb_build_object('content-type', 'application/json', 'apikey', v_key),
    body := '{}'::jsonb,
    timeout_milliseconds := 5000
  );
end;
$$;

comment on function private.tend_jobs() is
  'Reaps lost leases and pokes the functions endpoint when a job waits for a runner or for its blobs to be '
  'removed; run by pg_cron every minute.';
revoke all on function private.tend_jobs() from public;
