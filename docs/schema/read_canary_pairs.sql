-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function public.read_canary_pairs(p_test_id bigint, p_max_bars integer)
returns jsonb
language sql
stable
set search_path = ''
as $$
  with test as (
    select * from public.ml_canary_tests as t where t.id = p_test_id
  ),
  forecast as (
    select distinct on (p.model_version, p.bar_ts, p.symbol)
      p.model_version, p.bar_ts, p.symbol, p.timeframe, p.probabilities, p.actual_outcome, p.outcome_timestamp,
      p.outcome_due_at, p.horizon_bars * internal.timeframe_interval(p.timeframe) as horizon
    from test as t
    inner join public.ml_predictions as p
      on p.model_version in (t.champion_version, t.canary_version)
      and p.bar_ts > coalesce(t.processed_bar_ts, '-infinity')
    where p.prediction_timestamp >= t.started_at and not p.features_given
    order by p.model_version asc, p.bar_ts asc, p.symbol asc, p.prediction_timestamp asc, p.id asc
  ),
  series as (
    select
      s.symbol, s.timeframe,
      exists (
        select from public.market_data as b
        where b.symbol = s.symbol and b.timeframe = s.timeframe and b.ts > now() - interval '14 days'
      ) as is_trading
    from (select distinct f.symbol, f.timeframe from forecast as f) as s
  ),
  pair as (
    select
      a.symbol, a.bar_ts, a.timeframe, a.probabilities as champion, b.probabilities as canary, a.actual_outcome as outcome,
      greatest(a.outcome_timestamp, b.outcome_timestamp) as settled_at,
      dense_rank() over (order by a.bar_ts) as bar_number,
      -- A bar that is still waited for holds up those after it. A week after its horizon by the calendar it is passed over
      -- if its symbol has had no bar for two weeks, which is longer than any exchange's holidays. Otherwise it waits for
      -- ten times its horizon and two weeks more: a market open four hours on five days of seven needs 8.4 times.
      min(a.bar_ts) filter (
        where a.actual_outcome is null and (
          a.outcome_due_at > now() - interval '7 days'
          or (s.is_trading and a.outcome_due_at + 9 * a.horizon > now() - interval '14 days')
        )
      ) over () as waiting_from
    from test as t
    inner join forecast as a on a.model_version = t.champion_version
    inner join forecast as b on b.model_version = t.canary_version and b.symbol = a.symbol and b.bar_ts = a.bar_ts
    inner join series as s on s.symbol = a.symbol and s.timeframe = a.timeframe
  )
  select coalesce(
    jsonb_agg(
      jsonb_build_object(
        'symbol', p.symbol, 'timeframe', p.timeframe, 'bar_ts', p.bar_ts, 'champion', p.champion, 'canary', p.canary,
        'outcome', p.outcome, 'settled_at', p.settled_at
      )
      order by p.bar_ts, p.symbol
    ),
    '[]'
  )
  from pair as p
  where p.outcome is not null and p.bar_number <= p_max_bars
    and (p.waiting_from is null or p.bar_ts < p.waiting_from)
$$;

comment on function public.read_canary_pairs(bigint, integer) is
  'Bars that both models of a canary test predicted since it began, that have their outcome and that it has '
  'not counted yet, of the first p_max_bars bars: [{symbol, timeframe, bar_ts, champion, canary, outcome, '
  'settled_at}], oldest first.';
revoke all on function public.read_canary_pairs(bigint, integer) from public;
grant execute on function public.read_canary_pairs(bigint, integer) to service_role;
