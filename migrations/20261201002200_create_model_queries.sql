-- How the service looks models up, each as one JSON value in one form.

create function internal.model_json(p_model public.ml_models)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select to_jsonb(p_model) || jsonb_build_object(
    'training_window', jsonb_build_object('from', lower(p_model.training_window), 'to', upper(p_model.training_window)),
    'holdout_window', jsonb_build_object('from', lower(p_model.holdout_window), 'to', upper(p_model.holdout_window)),
    'symbols', (
      select jsonb_agg(u.symbol order by u.symbol)
      from public.universe_symbols as u
      where u.universe = p_model.universe
    ),
    'indicator_weights', (
      select jsonb_build_object(
        'previous_weights', p.previous_weights, 'new_weights', p.new_weights, 'weight_changes', p.weight_changes
      )
      from public.ml_model_performance as p
      where p.model_version = p_model.model_version
      order by p.training_date desc
      limit 1
    )
  )
$$;
comment on function internal.model_json(public.ml_models) is
  'A model as one object: the columns of ml_models, windows as {from, to}, the symbols of its universe, and '
  'the weights of indicators that its training recorded, null for a model that has no figures of a training.';
revoke all on function internal.model_json(public.ml_models) from public;
grant execute on function internal.model_json(public.ml_models) to service_role;

create function public.get_model(p_model_version text)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select internal.model_json(m) from public.ml_models as m where m.model_version = p_model_version
$$;
comment on function public.get_model(text) is 'A model in any state, or null for an unknown version.';
revoke all on function public.get_model(text) from public;
grant execute on function public.get_model(text) to service_role;

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

create function public.list_models(
  p_universe text default null,
  p_timeframe text default null,
  p_horizon_bars integer default null,
  p_status text default null,
  p_limit integer default 50,
  p_before timestamptz default null
)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(internal.model_json(page.model) order by page.created_at desc, page.id), '[]')
  from (
    select m as model, m.created_at, m.id
    from public.ml_models as m
    where (p_universe is null or m.universe = p_universe)
      and (p_timeframe is null or m.timeframe = p_timeframe)
      and (p_horizon_bars is null or m.horizon_bars = p_horizon_bars)
      and (p_status is null or m.model_status = p_status)
      and (p_before is null or m.created_at < p_before)
    order by m.created_at desc, m.id
    limit least(greatest(p_limit, 1), 200)
  ) as page
$$;
comment on function public.list_models(text, text, integer, text, integer, timestamptz) is
  'Models as an array, newest first, at most p_limit (1 to 200) of those created before p_before; a null '
  'filter takes all.';
revoke all on function public.list_models(text, text, integer, text, integer, timestamptz) from public;
grant execute on function public.list_models(text, text, integer, text, integer, timestamptz) to service_role;
