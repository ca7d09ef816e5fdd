-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function public.get_model_performance_metrics(p_model_version text default null, p_days integer default 30)
returns table (
  model_version text,
  training_date timestamptz,
  accuracy double precision,
  win_rate double precision,
  profit_factor double precision,
  max_drawdown double precision,
  sharpe_ratio double precision
)
language sql
stable
set search_path = ''
as $$
  select p.model_version, p.training_date, p.accuracy, p.overall_win_rate, p.profit_factor, p.max_drawdown, p.sharpe_ratio
  from public.ml_model_performance as p
  where (p_model_version is null or p.model_version = p_model_version)
    and p.training_date >= now() - make_interval(days => p_days)
  order by p.training_date desc
$$;

comment on function public.get_model_performance_metrics(text, integer) is
  'Figures of the trainings of the last p_days days, newest first; of one model, or of all when '
  'p_model_version is null.';
revoke all on function public.get_model_performance_metrics(text, integer) from public;
grant execute on function public.get_model_performance_metrics(text, integer) to anon, authenticated,
  service_role;
