-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

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
