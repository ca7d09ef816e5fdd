-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function public.get_serving(
  p_symbol text,
  p_timeframe text,
  p_horizon_bars integer default null,
  p_at timestamptz default now()
)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'universe', s.universe, 'timeframe', s.timeframe, 'horizon_bars', s.horizon_bars,
    'model_version', s.model_version, 'canary_model_version', s.canary_model_version,
    'canary_percent', s.canary_percent, 'act', s.act, 'actor', s.actor, 'since', s.at,
    'until', (
      select min(n.at)
      from public.ml_serving_log as n
      where n.universe = s.universe and n.timeframe = s.timeframe and n.horizon_bars = s.horizon_bars and n.id > s.id
    )
  )
  from (
    select distinct on (l.universe, l.horizon_bars) l.*
    from public.ml_serving_log as l
    where l.timeframe = p_timeframe and (p_horizon_bars is null or l.horizon_bars = p_horizon_bars) and l.at <= p_at
      and exists (select from public.universe_symbols as u where u.universe = l.universe and u.symbol = p_symbol)
    order by l.universe asc, l.horizon_bars asc, l.id desc
  ) as s
  order by
    (select count(*) from public.universe_symbols as u where u.universe = s.universe),
    s.horizon_bars,
    s.universe
  limit 1
$$;

comment on function public.get_serving(text, text, integer, timestamptz) is
  'Which models served a symbol at a time, chosen as find_model chooses: the row of the serving log that '
  'held then, and until when it held (null = still). Null when nothing served it.';
revoke all on function public.get_serving(text, text, integer, timestamptz) from public;
grant execute on function public.get_serving(text, text, integer, timestamptz) to service_role;
