-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

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
