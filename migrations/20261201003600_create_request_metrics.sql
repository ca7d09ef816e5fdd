-- Latency, status, cache and limiter outcome of every route. Isolates count in memory and write once a second at most,
-- so a row here is a sum over many requests: by five minutes for statistics, and since ever for Prometheus, whose
-- counters must not fall when old periods are removed.

create table public.request_metrics (
  period_start timestamptz not null,
  endpoint text not null,
  status bigint not null,
  cache text not null,
  limiter text not null,
  requests bigint not null,
  duration_ms double precision not null,
  buckets bigint[] not null,
  constraint request_metrics_pkey primary key (period_start, endpoint, status, cache, limiter),
  constraint request_metrics_buckets_check check (cardinality(buckets) = 13)
);
comment on table public.request_metrics is 'Requests by five minutes, endpoint and outcome; kept for 14 days.';
comment on column public.request_metrics.endpoint is 'Method and route, such as GET /models/:version.';
comment on column public.request_metrics.cache is 'The answer''s x-cache header, else none.';
comment on column public.request_metrics.limiter is 'allowed, limited, failed_open, failed_closed, or none where nobody counted.';
comment on column public.request_metrics.duration_ms is 'Sum over the requests.';
comment on column public.request_metrics.buckets is
'How many requests took at most 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000 ms (and more than the bound before), and longer.';

alter table public.request_metrics enable row level security;
create policy request_metrics_select_operator on public.request_metrics
for select to authenticated
using ((select internal.is_operator()));
grant select on public.request_metrics to authenticated;
grant select, insert, update, delete on public.request_metrics to service_role;

create table public.request_totals (
  endpoint text not null,
  status bigint not null,
  cache text not null,
  limiter text not null,
  requests bigint not null,
  duration_ms double precision not null,
  buckets bigint[] not null,
  constraint request_totals_pkey primary key (endpoint, status, cache, limiter),
  constraint request_totals_buckets_check check (cardinality(buckets) = 13)
);
comment on table public.request_totals is 'The sums of request_metrics since ever: counters that never fall.';

alter table public.request_totals enable row level security;
grant select, insert, update, delete on public.request_totals to service_role;

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

create function public.get_performance_stats(p_since timestamptz default (now() - '1 day'::interval))
returns table (
  endpoint text,
  requests bigint,
  errors bigint,
  error_rate double precision,
  rate_limited bigint,
  uncounted bigint,
  cache_hit_rate double precision,
  avg_ms double precision,
  p50_ms double precision,
  p95_ms double precision,
  p99_ms double precision
)
language sql
stable
set search_path = ''
as $$
  with bucket as (
    select m.endpoint, counted.place, sum(counted.n)::bigint as n
    from public.request_metrics as m
    cross join unnest(m.buckets) with ordinality as counted (n, place)
    where m.period_start >= p_since
    group by m.endpoint, counted.place
  ),
  histogram as (
    select bucket.endpoint, array_agg(bucket.n order by bucket.place) as buckets from bucket group by bucket.endpoint
  ),
  summed as (
    select
      m.endpoint,
      sum(m.requests)::bigint as requests,
      coalesce(sum(m.requests) filter (where m.status >= 500), 0)::bigint as errors,
      coalesce(sum(m.requests) filter (where m.limiter = 'limited'), 0)::bigint as rate_limited,
      coalesce(sum(m.requests) filter (where m.limiter in ('failed_open', 'failed_closed')), 0)::bigint as uncounted,
      sum(m.requests) filter (where m.cache = 'hit') as hits,
      sum(m.requests) filter (where m.cache <> 'none') as cacheable,
      sum(m.duration_ms) as duration_ms
    from public.request_metrics as m
    where m.period_start >= p_since
    group by m.endpoint
  )
  select
    summed.endpoint,
    summed.requests,
    summed.errors,
    summed.errors::double precision / summed.requests,
    summed.rate_limited,
    summed.uncounted,
    (coalesce(summed.hits, 0) / summed.cacheable)::double precision,
    summed.duration_ms / summed.requests,
    internal.histogram_quantile(histogram.buckets, 0.5),
    internal.histogram_quantile(histogram.buckets, 0.95),
    internal.histogram_quantile(histogram.buckets, 0.99)
  from summed inner join histogram on histogram.endpoint = summed.endpoint
  order by summed.requests desc, summed.endpoint
$$;
comment on function public.get_performance_stats(timestamptz) is
  'By endpoint since p_since (a day ago): requests, errors (5xx) and their rate, those refused by or past '
  'the rate limiter, cache hit rate (null where nothing is cached), mean and quantiles of latency in '
  'milliseconds. Operators see it, and the service.';
revoke all on function public.get_performance_stats(timestamptz) from public;
grant execute on function public.get_performance_stats(timestamptz) to authenticated, service_role;

create function public.get_request_totals()
returns jsonb
language sql
stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(to_jsonb(t) order by t.endpoint, t.status, t.cache, t.limiter), '[]')
  from public.request_totals as t
$$;
comment on function public.get_request_totals() is 'Every row of request_totals, for Prometheus.';
revoke all on function public.get_request_totals() from public;
grant execute on function public.get_request_totals() to service_role;

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

select cron.schedule('sweep-request-metrics', '41 3 * * *', 'select internal.sweep_request_metrics()');
