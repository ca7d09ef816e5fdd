-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

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
