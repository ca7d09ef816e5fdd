-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

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
