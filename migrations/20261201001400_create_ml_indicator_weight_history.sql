-- Weights are moved by optimisers, and never silently: each optimisation leaves a row for every indicator that it looked
-- at, an entry in the audit log and one in ml_generation_logs, in the transaction that moves the weights.

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
  constraint ml_indicator_weight_history_indicator_name_fkey
  foreign key (indicator_name) references public.ml_indicator_weights (indicator_name),
  constraint ml_indicator_weight_history_method_known check (method in ('signals', 'trades')),
  constraint ml_indicator_weight_history_importance_rank_range check (importance_rank >= 1),
  constraint ml_indicator_weight_history_samples_range check (samples_count >= 0 and effective_samples >= 0),
  constraint ml_indicator_weight_history_performance_range check (performance between -1 and 1)
);
create index ml_indicator_weight_history_indicator
on public.ml_indicator_weight_history (indicator_name, created_at desc);
comment on table public.ml_indicator_weight_history is 'Every optimisation of the weights, a row an indicator. Append-only.';
comment on column public.ml_indicator_weight_history.method is 'signals: votes against what the bars did; trades: against realised trades.';
comment on column public.ml_indicator_weight_history.samples_count is 'Rows on which the indicator had a vote.';
comment on column public.ml_indicator_weight_history.effective_samples is 'The same, overlapping outcomes counted for what they are worth.';
comment on column public.ml_indicator_weight_history.performance is
  'Mean of vote times outcome, -1 (always wrong) to 1; null where it never voted.';

create trigger ml_indicator_weight_history_append_only
before update or delete on public.ml_indicator_weight_history
for each row execute function internal.refuse_change();
create trigger ml_indicator_weight_history_no_truncate
before truncate on public.ml_indicator_weight_history
for each statement execute function internal.refuse_change();

alter table public.ml_indicator_weight_history enable row level security;
create policy ml_indicator_weight_history_select_public on public.ml_indicator_weight_history
for select to anon, authenticated using (true);
grant select on public.ml_indicator_weight_history to anon, authenticated;
grant select, insert on public.ml_indicator_weight_history to service_role;

create function public.apply_indicator_weights(p_optimisation jsonb, p_actor jsonb)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_id constant uuid := (p_optimisation ->> 'id')::uuid;
  v_before jsonb;
  v_after jsonb;
begin
  -- Two optimisations at a time would each record a weight before it that the other has moved.
  perform from public.ml_indicator_weights as w order by w.indicator_name for update;

  perform internal.insert_rows(
    null::public.ml_indicator_weight_history,
    (
      select jsonb_agg(
        n.value || jsonb_build_object(
          'optimisation_id', v_id,
          'method', p_optimisation -> 'method',
          'previous_weight', w.current_weight,
          'new_weight', least(greatest((n.value ->> 'new_weight')::double precision, w.min_weight), w.max_weight)
        )
      )
      from jsonb_array_elements(p_optimisation -> 'weights') as n
      join public.ml_indicator_weights as w on w.indicator_name = n.value ->> 'indicator_name'
    ),
    'on conflict (optimisation_id, indicator_name) do nothing'
  );
  if not found then
    return;
  end if;

  with moved as (
    select
      h.indicator_name,
      h.new_weight,
      h.importance_rank,
      recent.performance,
      1 - least(1, recent.movement / nullif(w.max_weight - w.min_weight, 0)) as stability
    from public.ml_indicator_weight_history as h
    join public.ml_indicator_weights as w on w.indicator_name = h.indicator_name
    cross join lateral (
      select avg(abs(p.new_weight - p.previous_weight)) as movement, avg(p.performance) as performance
      from (
        select * from public.ml_indicator_weight_history as all_rows
        where all_rows.indicator_name = h.indicator_name
        order by all_rows.id desc
        limit 10
      ) as p
    ) as recent
    where h.optimisation_id = v_id
  )
  update public.ml_indicator_weights as w
  set
    current_weight = moved.new_weight,
    importance_rank = moved.importance_rank,
    avg_performance_with_weight = moved.performance,
    weight_stability = coalesce(moved.stability, 1)
  from moved
  where w.indicator_name = moved.indicator_name;

  select
    jsonb_object_agg(h.indicator_name, h.previous_weight), jsonb_object_agg(h.indicator_name, h.new_weight)
  into v_before, v_after
  from public.ml_indicator_weight_history as h
  where h.optimisation_id = v_id;
  insert into public.ml_generation_logs (
    batch_id, generation_strategy, symbols_count, status, completed_at
  )
  values (
    v_id, 'WEIGHT_UPDATE', coalesce((p_optimisation ->> 'symbols')::integer, 0), 'COMPLETED', now()
  );
  perform internal.audit(p_actor, 'indicator_weights.optimise', 'indicator_weights', v_id::text, v_before, v_after);
end
$$;
comment on function public.apply_indicator_weights(jsonb, jsonb) is
  'Moves the weights of indicators, each within its own bounds, and records it: history, generation log '
  '(strategy WEIGHT_UPDATE) and audit log in one transaction. p_optimisation: {id, method, symbols, weights: '
  '[columns of ml_indicator_weight_history, but for what it held before]}; the same id again changes '
  'nothing. weight_stability becomes 1 less the mean movement of the last ten optimisations as a share of '
  'the bounds.';
revoke all on function public.apply_indicator_weights(jsonb, jsonb) from public;
grant execute on function public.apply_indicator_weights(jsonb, jsonb) to service_role;
