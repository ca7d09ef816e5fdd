-- pg_cron wakes the functions through pg_net. URL and cron key come from Vault; where they are not set nothing is called.
-- pg_net queues headers in plain text, which is why this key opens job routes and nothing else.

create function internal.call_function(p_path text)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_url text;
  v_key text;
begin
  select decrypted_secret into v_url from vault.decrypted_secrets where name = 'edgewise_functions_url';
  select decrypted_secret into v_key from vault.decrypted_secrets where name = 'edgewise_cron_key';
  if v_url is null or v_key is null then
    return;
  end if;
  perform net.http_post(
    url := v_url || p_path,
    headers := jsonb_build_object('content-type', 'application/json', 'apikey', v_key),
    body := '{}'::jsonb,
    timeout_milliseconds := 5000
  );
end;
$$;
comment on function internal.call_function(text) is
  'Posts to a job route of the functions with the cron key, through pg_net.';
revoke all on function internal.call_function(text) from public;
