-- Once a minute outcomes that are due are settled, and what they say about canaries is counted. URL and cron key come from
-- Vault as for jobs; where they are not set nothing is called.

create function private.call_function(p_path text)
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
comment on function private.call_function(text) is 'Posts to a job route of the functions with the cron key, through pg_net.';
revoke all on function private.call_function(text) from public;

create function private.tend_models()
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  if public.list_due_outcomes(1) <> '[]' then
    perform private.call_function('/models/outcomes/run');
  end if;
  if exists (select from public.ml_canary_tests as t where t.ended_at is null) then
    perform private.call_function('/models/canaries/run');
  end if;
end;
$$;
comment on function private.tend_models() is
  'Pokes the functions endpoint when outcomes are due or a canary is under test; run by pg_cron every minute.';
revoke all on function private.tend_models() from public;

select cron.schedule('tend-models', '* * * * *', 'select private.tend_models()');
