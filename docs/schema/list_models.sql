-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

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
