-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function public.record_request_metrics(p_rows jsonb)
returns void
language sql
volatile
set search_path = ''
as $$
  -- In one order everywhere, so that two isolates never wait for each other.
  insert into public.request_metrics as held
  select
    date_bin('5 minutes', now(), timestamptz '2026-01-01'),
    endpoint, status, cache, limiter, requests, duration_ms, buckets
  from jsonb_to_recordset(p_rows) as counted (
    endpoint text, status bigint, cache text, limiter text, requests bigint, duration_ms double precision, buckets bigint[]
  )
  order by endpoint, status, cache, limiter
  on conflict (period_start, endpoint, status, cache, limiter) do update
  set
    requests = held.requests + excluded.requests,
    duration_ms = held.duration_ms + excluded.duration_ms,
    buckets = internal.add_buckets(held.buckets, excluded.buckets);
  insert into public.request_totals as held
  select endpoint, status, cache, limiter, requests, duration_ms, buckets
  from jsonb_to_recordset(p_rows) as counted (
    endpoint text, status bigint, cache text, limiter text, requests bigint, duration_ms double precision, buckets bigint[]
  )
  order by endpoint, status, cache, limiter
  on conflict (endpoint, status, cache, limiter) do update
  set
    requests = held.requests + excluded.requests,
    duration_ms = held.duration_ms + excluded.duration_ms,
    buckets = internal.add_buckets(held.buckets, excluded.buckets);
$$;

comment on function public.record_request_metrics(jsonb) is
  'Adds what an isolate counted: [{endpoint, status, cache, limiter, requests, duration_ms, buckets}], each '
  'combination once.';
revoke all on function public.record_request_metrics(jsonb) from public;
grant execute on function public.record_request_metrics(jsonb) to service_role;
