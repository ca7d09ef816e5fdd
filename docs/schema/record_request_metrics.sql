-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function public.record_request_metrics(p_rows jsonb)
returns void
language sql
volatile
set search_path = ''
as $$
  -- In one order everywhere, so that two isolates never wait for each other.
  insert into public.request_metrics as held
  select r.*
  from jsonb_array_elements(p_rows) as counted
  cross join lateral jsonb_populate_record(
    null::public.request_metrics,
    counted.value || jsonb_build_object('period_start', date_bin('5 minutes', now(), timestamptz '2026-01-01'))
  ) as r
  order by r.endpoint, r.status, r.cache, r.limiter
  on conflict (period_start, endpoint, status, cache, limiter) do update
  set
    requests = held.requests + excluded.requests,
    duration_ms = held.duration_ms + excluded.duration_ms,
    buckets = internal.add_buckets(held.buckets, excluded.buckets);
  insert into public.request_totals as held
  select r.* from jsonb_populate_recordset(null::public.request_totals, p_rows) as r
  order by r.endpoint, r.status, r.cache, r.limiter
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
