-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

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

comment on table public.request_metrics is
  'Requests by five minutes, endpoint and outcome; kept for 14 days.';
comment on column public.request_metrics.endpoint is 'Method and route, such as GET /models/:version.';
comment on column public.request_metrics.cache is 'The answer''s x-cache header, else none.';
comment on column public.request_metrics.limiter is
  'allowed, limited, failed_open, failed_closed, or none where nobody counted.';
comment on column public.request_metrics.duration_ms is 'Sum over the requests.';
comment on column public.request_metrics.buckets is
  'How many requests took at most 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000 ms (and more than the '
  'bound before), and longer.';

alter table public.request_metrics enable row level security;
create policy request_metrics_select_operator on public.request_metrics
for select to authenticated
using ((select internal.is_operator()));
grant select on public.request_metrics to authenticated;
grant select, insert, update, delete on public.request_metrics to service_role;
