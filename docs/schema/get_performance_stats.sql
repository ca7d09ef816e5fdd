-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

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
