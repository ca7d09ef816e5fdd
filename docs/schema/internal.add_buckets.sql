-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

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
