-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function public.find_model(
  p_symbol text,
  p_timeframe text,
  p_horizon_bars integer default null,
  p_model_version text default null
)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select internal.model_json(m) || jsonb_build_object(
    'canary', (
      select internal.model_json(c)
      from public.ml_models as c
      where m.is_active and c.model_status = 'canary' and c.universe = m.universe and c.timeframe = m.timeframe
        and c.horizon_bars = m.horizon_bars
    )
  )
  from public.ml_models as m
  where m.timeframe = p_timeframe
    and (p_horizon_bars is null or m.horizon_bars = p_horizon_bars)
    and case when p_model_version is null then m.is_active else m.model_version = p_model_version end
    and exists (
      select from public.universe_symbols as u where u.universe = m.universe and u.symbol = p_symbol
    )
  order by
    (select count(*) from public.universe_symbols as u where u.universe = m.universe),
    m.horizon_bars,
    m.universe
  limit 1
$$;

comment on function public.find_model(text, text, integer, text) is
  'The model that predicts a symbol: the active one of the narrowest universe that contains it (of the '
  'shortest horizon when p_horizon_bars is null), or the named one in any state; with its scope''s canary '
  'beside an active one. Null when none fits.';
revoke all on function public.find_model(text, text, integer, text) from public;
grant execute on function public.find_model(text, text, integer, text) to service_role;
