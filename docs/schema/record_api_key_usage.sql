-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function public.record_api_key_usage(p_batch_id uuid, p_calls jsonb)
returns void
language sql
volatile
set search_path = ''
as $$
  insert into private.ml_api_key_usage_batches (batch_id, api_key_id, endpoint, status, day, calls, last_used_at)
  select p_batch_id, c.api_key_id, c.endpoint, c.status, c.day, c.calls, c.last_used_at
  from jsonb_to_recordset(p_calls) as c (
    api_key_id uuid, endpoint text, status integer, day date, calls bigint, last_used_at timestamptz
  )
  -- A key may have gone with its owner since it called.
  inner join public.ml_api_keys as k on k.id = c.api_key_id
  on conflict do nothing
$$;

comment on function public.record_api_key_usage(uuid, jsonb) is
  'Stores a batch of counts [{api_key_id, endpoint, status, day, calls, last_used_at}], each named once; a '
  'batch that is stored already changes nothing.';
revoke all on function public.record_api_key_usage(uuid, jsonb) from public;
grant execute on function public.record_api_key_usage(uuid, jsonb) to service_role;
