-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create table public.ml_indicator_weight_history (
  id bigint not null generated always as identity,
  optimisation_id uuid not null,
  indicator_name text not null,
  method text not null,
  previous_weight double precision not null,
  new_weight double precision not null,
  importance_rank integer not null,
  samples_count integer not null,
  effective_samples double precision not null,
  performance double precision,
  created_at timestamptz not null default now(),
  constraint ml_indicator_weight_history_pkey primary key (id),
  constraint ml_indicator_weight_history_once unique (optimisation_id, indicator_name),
  constraint ml_indicator_weight_history_indicator_name_fkey foreign key (indicator_name)
    references public.ml_indicator_weights (indicator_name),
  constraint ml_indicator_weight_history_importance_rank_range check (importance_rank >= 1),
  constraint ml_indicator_weight_history_method_known check (method in ('signals', 'trades')),
  constraint ml_indicator_weight_history_performance_range check (
    performance >= '-1'::integer::double precision and performance <= 1
  ),
  constraint ml_indicator_weight_history_samples_range check (samples_count >= 0 and effective_samples >= 0)
);

comment on table public.ml_indicator_weight_history is
  'Every optimisation of the weights, a row an indicator. Append-only.';
comment on column public.ml_indicator_weight_history.method is
  'signals: votes against what the bars did; trades: against realised trades.';
comment on column public.ml_indicator_weight_history.samples_count is
  'Rows on which the indicator had a vote.';
comment on column public.ml_indicator_weight_history.effective_samples is
  'The same, overlapping outcomes counted for what they are worth.';
comment on column public.ml_indicator_weight_history.performance is
  'Mean of vote times outcome, -1 (always wrong) to 1; null where it never voted.';

create index ml_indicator_weight_history_indicator
on public.ml_indicator_weight_history (indicator_name, created_at desc);

create trigger ml_indicator_weight_history_append_only
before delete or update on public.ml_indicator_weight_history
for each row execute function internal.refuse_change();

create trigger ml_indicator_weight_history_no_truncate
before truncate on public.ml_indicator_weight_history
for each statement execute function internal.refuse_change();

alter table public.ml_indicator_weight_history enable row level security;
create policy ml_indicator_weight_history_select_public on public.ml_indicator_weight_history
for select to anon, authenticated
using (true);
grant select on public.ml_indicator_weight_history to anon, authenticated;
grant select, insert on public.ml_indicator_weight_history to service_role;
