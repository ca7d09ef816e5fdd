-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

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
