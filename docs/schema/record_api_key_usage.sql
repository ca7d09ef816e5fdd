-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function public.record_api_key_usage(p_batch_id uuid, p_calls jsonb)
returns void
language sql
volatile
set search_path = ''
as $$
  insert into private.ml_api_key_usage_batches
  select b.*
  from jsonb_array_elements(p_calls) as c
  cross join lateral jsonb_populate_record(
    null::private.ml_api_key_usage_batches, c.value || jsonb_build_object('batch_id', p_batch_id)
  ) as b
  -- A key may have gone with its owner since it called.
  inner join public.ml_api_keys as k on k.id = b.api_key_id
  on conflict do nothing
$$;

comment on function public.record_api_key_usage(uuid, jsonb) is
  'Stores a batch of counts [{api_key_id, endpoint, status, day, calls, last_used_at}], each named once; a '
  'batch that is stored already changes nothing.';
revoke all on function public.record_api_key_usage(uuid, jsonb) from public;
grant execute on function public.record_api_key_usage(uuid, jsonb) to service_role;
