-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create table public.ml_model_metrics (
  model_version text not null,
  minute timestamptz not null,
  answered bigint not null default 0,
  cache_hits bigint not null default 0,
  errors bigint not null default 0,
  latency_ms_sum double precision not null default 0,
  latency_ms_max double precision not null default 0,
  latency_counts bigint[] not null,
  constraint ml_model_metrics_pkey primary key (model_version, minute),
  constraint ml_model_metrics_model_version_fkey foreign key (model_version)
    references public.ml_models (model_version),
  constraint ml_model_metrics_counts_range check (
    answered >= 0 and cache_hits between 0 and answered and errors >= 0
  ),
  constraint ml_model_metrics_latency_counts_form check (cardinality(latency_counts) = 13),
  constraint ml_model_metrics_latency_range check (latency_ms_sum >= 0 and latency_ms_max >= 0),
  constraint ml_model_metrics_minute_whole check (extract(second from minute) = 0)
);

comment on table public.ml_model_metrics is 'Predictions of each model, counted by the minute.';
comment on column public.ml_model_metrics.answered is
  'Predictions that were answered, from the cache or not.';
comment on column public.ml_model_metrics.errors is 'Predictions that failed once the model was known.';
comment on column public.ml_model_metrics.latency_counts is
  'Answers of at most 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000 milliseconds, and slower ones.';

create index ml_model_metrics_minute on public.ml_model_metrics (minute);

alter table public.ml_model_metrics enable row level security;
create policy ml_model_metrics_select_operator on public.ml_model_metrics
for select to authenticated
using ((select internal.is_operator()));
grant select on public.ml_model_metrics to authenticated;
grant select, insert, update on public.ml_model_metrics to service_role;
