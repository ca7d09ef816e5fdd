-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

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
