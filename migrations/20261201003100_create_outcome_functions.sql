-- Outcomes of predictions, once their horizon is over. An outcome belongs to a bar and a model's label rule, not to
-- a prediction: it is worked out once and written to all predictions of that bar, however many asked.

create function public.list_due_outcomes(p_limit integer)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(to_jsonb(due) order by due.symbol, due.timeframe, due.bar_ts), '[]')
  from (
    select p.symbol, p.timeframe, p.horizon_bars, m.label_spec, p.bar_ts
    from public.ml_predictions as p
    inner join public.ml_models as m on m.model_version = p.model_version
    where p.actual_outcome is null and p.outcome_due_at <= now()
      -- The bars of its whole horizon are there: over nights and weekends they come later.
      and exists (
        select from public.market_data as b
        where b.symbol = p.symbol and b.timeframe = p.timeframe and b.ts > p.bar_ts
          and b.ts <= now() - internal.timeframe_interval(p.timeframe)
          and (
            b.ts >= p.bar_ts + p.horizon_bars * internal.timeframe_interval(p.timeframe)
            or m.label_spec ->> 'kind' is distinct from 'fixed_horizon'
          )
        offset case when m.label_spec ->> 'kind' = 'fixed_horizon' then 0 else p.horizon_bars - 1 end
        limit 1
      )
    group by p.symbol, p.timeframe, p.horizon_bars, m.label_spec, p.bar_ts
    order by p.bar_ts
    limit least(greatest(p_limit, 1), 5000)
  ) as due
$$;
comment on function public.list_due_outcomes(integer) is
  'Bars with predictions whose horizon is over and whose outcome is not known yet, with the rule that labels '
  'them: [{symbol, timeframe, horizon_bars, label_spec, bar_ts}], the oldest p_limit (1 to 5000).';
revoke all on function public.list_due_outcomes(integer) from public;
grant execute on function public.list_due_outcomes(integer) to service_role;

create function public.settle_outcomes(p_outcomes jsonb)
returns integer
language sql
volatile
set search_path = ''
as $$
  with outcome as (
    select *
    from jsonb_to_recordset(p_outcomes) as o (
      symbol text, timeframe text, horizon_bars integer, label_spec jsonb, bar_ts timestamptz, outcome text,
      long_return double precision, short_return double precision, settled_at timestamptz
    )
  ),
  settled as (
    update public.ml_predictions as p
    set
      actual_outcome = o.outcome,
      actual_return = o.long_return,
      actual_profit_loss = case
        when o.outcome is null then null
        when p.predicted_direction = 'BUY' then o.long_return
        when p.predicted_direction = 'SELL' then o.short_return
        else 0
      end,
      outcome_timestamp = o.settled_at,
      outcome_due_at = case when o.outcome is not null then p.outcome_due_at end
    from outcome as o, public.ml_models as m
    where p.symbol = o.symbol and p.timeframe = o.timeframe and p.horizon_bars = o.horizon_bars and p.bar_ts = o.bar_ts
      and p.actual_outcome is null and m.model_version = p.model_version and m.label_spec = o.label_spec
    returning 1
  )
  select count(*)::integer from settled
$$;
comment on function public.settle_outcomes(jsonb) is
  'Writes outcomes, [{symbol, timeframe, horizon_bars, label_spec, bar_ts, outcome, long_return, '
  'short_return, settled_at}], to all predictions of those bars that have none yet; answers to how many. A '
  'null outcome says that there never will be one: the prediction is no longer due. The same again changes '
  'nothing.';
revoke all on function public.settle_outcomes(jsonb) from public;
grant execute on function public.settle_outcomes(jsonb) to service_role;
