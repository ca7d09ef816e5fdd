-- How each model is doing as a service: answers, cache hits, errors and latency, rolled up by the minute, so that a version
-- that is slow or fails shows without reading a million predictions.

create table public.ml_model_metrics (
  model_version text not null,
  minute timestamptz not null,
  answered bigint not null default 0,
  cache_hits bigint not null default 0,
  errors bigint not null default 0,
  latency_ms_sum double precision not null default 0,
  latency_ms_max double precision not null default 0,
  latency_counts bigint [] not null,
  constraint ml_model_metrics_pkey primary key (model_version, minute),
  constraint ml_model_metrics_model_version_fkey
  foreign key (model_version) references public.ml_models (model_version),
  constraint ml_model_metrics_minute_whole check (extract(second from minute) = 0),
  constraint ml_model_metrics_counts_range check (answered >= 0 and cache_hits between 0 and answered and errors >= 0),
  constraint ml_model_metrics_latency_range check (latency_ms_sum >= 0 and latency_ms_max >= 0),
  constraint ml_model_metrics_latency_counts_form check (cardinality(latency_counts) = 13)
);
create index ml_model_metrics_minute on public.ml_model_metrics (minute);
comment on table public.ml_model_metrics is 'Predictions of each model, counted by the minute.';
comment on column public.ml_model_metrics.answered is 'Predictions that were answered, from the cache or not.';
comment on column public.ml_model_metrics.errors is 'Predictions that failed once the model was known.';
comment on column public.ml_model_metrics.latency_counts is
  'Answers of at most 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000 milliseconds, and slower ones.';

alter table public.ml_model_metrics enable row level security;
create policy ml_model_metrics_select_operator on public.ml_model_metrics
for select to authenticated using ((select internal.is_operator()));
grant select on public.ml_model_metrics to authenticated;
grant select, insert, update on public.ml_model_metrics to service_role;

create function public.add_model_metrics(p_rows jsonb)
returns void
language sql
volatile
set search_path = ''
as $$
  insert into public.ml_model_metrics as m
  select r.* from jsonb_populate_recordset(null::public.ml_model_metrics, p_rows) as r
  -- In one order, so that two writers never wait for each other.
  order by r.model_version, r.minute
  on conflict (model_version, minute) do update set
    answered = m.answered + excluded.answered,
    cache_hits = m.cache_hits + excluded.cache_hits,
    errors = m.errors + excluded.errors,
    latency_ms_sum = m.latency_ms_sum + excluded.latency_ms_sum,
    latency_ms_max = greatest(m.latency_ms_max, excluded.latency_ms_max),
    latency_counts = internal.add_buckets(m.latency_counts, excluded.latency_counts)
$$;
comment on function public.add_model_metrics(jsonb) is
  'Adds counts, an array of objects with the columns of ml_model_metrics, each (model_version, minute) once.';
revoke all on function public.add_model_metrics(jsonb) from public;
grant execute on function public.add_model_metrics(jsonb) to service_role;

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
