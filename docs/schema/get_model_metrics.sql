-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function public.get_model_metrics(
  p_model_version text default null,
  p_from timestamptz default (now() - '1 day'::interval),
  p_to timestamptz default now()
)
returns table (
  model_version text,
  answered bigint,
  cache_hits bigint,
  errors bigint,
  mean_latency_ms double precision,
  p50_latency_ms double precision,
  p95_latency_ms double precision,
  p99_latency_ms double precision,
  max_latency_ms double precision
)
language sql
stable
set search_path = ''
as $$
  with total as (
    select
      m.model_version, sum(m.answered)::bigint as answered, sum(m.cache_hits)::bigint as cache_hits,
      sum(m.errors)::bigint as errors, sum(m.latency_ms_sum) as latency_ms_sum, max(m.latency_ms_max) as latency_ms_max
    from public.ml_model_metrics as m
    where (p_model_version is null or m.model_version = p_model_version) and m.minute >= p_from and m.minute < p_to
    group by m.model_version
  ),
  bucket as (
    select
      m.model_version, c.i, least((internal.latency_bounds())[c.i], max(t.latency_ms_max)) as bound,
      sum(sum(c.count)) over (partition by m.model_version order by c.i) as up_to
    from public.ml_model_metrics as m
    inner join total as t on t.model_version = m.model_version
    cross join lateral unnest(m.latency_counts) with ordinality as c (count, i)
    where m.minute >= p_from and m.minute < p_to
    group by m.model_version, c.i
  )
  select
    t.model_version, t.answered, t.cache_hits, t.errors, t.latency_ms_sum / nullif(t.answered, 0),
    min(b.bound) filter (where b.up_to >= 0.50 * t.answered),
    min(b.bound) filter (where b.up_to >= 0.95 * t.answered),
    min(b.bound) filter (where b.up_to >= 0.99 * t.answered),
    t.latency_ms_max
  from total as t
  inner join bucket as b on b.model_version = t.model_version
  group by t.model_version, t.answered, t.cache_hits, t.errors, t.latency_ms_sum, t.latency_ms_max
  order by t.answered desc, t.model_version
$$;

comment on function public.get_model_metrics(text, timestamptz, timestamptz) is
  'Answers, cache hits, errors and latency of each model between two times. A percentile is the upper bound '
  'of the count that it falls into, at most the longest latency seen.';
revoke all on function public.get_model_metrics(text, timestamptz, timestamptz) from public;
grant execute on function public.get_model_metrics(text, timestamptz, timestamptz) to service_role;
