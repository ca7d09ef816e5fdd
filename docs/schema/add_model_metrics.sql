-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

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
