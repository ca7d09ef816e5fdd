-- Latencies are kept as counts by fixed bounds: they add up over isolates, minutes and days, and quantiles follow from them.

create function internal.latency_bounds()
returns double precision[]
language sql
immutable
set search_path = ''
as $$
  select array[1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000]::double precision []
$$;
comment on function internal.latency_bounds() is
  'Upper bounds of the counts in ml_model_metrics.latency_counts, in milliseconds.';
revoke all on function internal.latency_bounds() from public;
grant execute on function internal.latency_bounds() to service_role;

create function internal.add_buckets(p_a bigint[], p_b bigint[])
returns bigint[]
language sql
immutable
set search_path = ''
as $$
  select array_agg(a + b order by place) from unnest(p_a, p_b) with ordinality as pair (a, b, place)
$$;
comment on function internal.add_buckets(bigint[], bigint[]) is
  'The sum of two histograms, bucket by bucket.';
revoke all on function internal.add_buckets(bigint[], bigint[]) from public;
grant execute on function internal.add_buckets(bigint[], bigint[]) to service_role;

create function internal.histogram_quantile(p_buckets bigint[], p_quantile double precision)
returns double precision
language sql
immutable
set search_path = ''
as $$
  with bucket as (
    select
      place,
      n,
      sum(n) over (order by place) as upto,
      (array[0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000])[place] as low,
      (array[1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 5000])[place] as high
    from unnest(p_buckets) with ordinality as counted (n, place)
  )
  select low + (high - low) * (p_quantile * (select sum(n) from bucket) - (upto - n)) / n
  from bucket
  where n > 0 and upto >= p_quantile * (select sum(n) from bucket)
  order by place
  limit 1
$$;
comment on function internal.histogram_quantile(bigint[], double precision) is
  'A quantile in milliseconds, by interpolation within its bucket; 5000 for all that is longer, null without '
  'requests.';
revoke all on function internal.histogram_quantile(bigint[], double precision) from public;
grant execute on function internal.histogram_quantile(bigint[], double precision) to authenticated,
  service_role;
