-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function internal.roll_up_api_key_usage()
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  with taken as (
    update private.ml_api_key_usage_batches set rolled_up_at = now()
    where rolled_up_at is null
    returning api_key_id, day, endpoint, status, calls, last_used_at
  ),
  summed as (
    insert into public.ml_api_key_usage as u (api_key_id, day, endpoint, status, calls)
    select t.api_key_id, t.day, t.endpoint, t.status, sum(t.calls)
    from taken as t
    group by t.api_key_id, t.day, t.endpoint, t.status
    on conflict (api_key_id, day, endpoint, status) do update set calls = u.calls + excluded.calls
  )
  update public.ml_api_keys as k set
    usage_count = k.usage_count + t.calls,
    last_used_at = greatest(k.last_used_at, t.last_used_at)
  from (
    select api_key_id, sum(calls) as calls, max(last_used_at) as last_used_at from taken group by api_key_id
  ) as t
  where k.id = t.api_key_id;

  delete from private.ml_api_key_usage_batches where rolled_up_at < now() - interval '1 hour';
end
$$;

comment on function internal.roll_up_api_key_usage() is
  'Adds the batches that wait to the sums by day and to their keys, each once; run by pg_cron every minute.';
revoke all on function internal.roll_up_api_key_usage() from public;
