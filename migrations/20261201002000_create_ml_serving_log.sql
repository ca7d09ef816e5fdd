-- Which model served a scope, from when on, and by whose act. Append-only: the row of a scope that was newest at a time
-- names the model that served it then.

create table public.ml_serving_log (
  id bigint not null generated always as identity,
  universe text not null,
  timeframe text not null,
  horizon_bars integer not null,
  act text not null,
  model_version text not null,
  previous_model_version text,
  undoes bigint,
  actor text not null,
  at timestamptz not null default clock_timestamp(),
  canary_model_version text,
  canary_percent double precision,
  constraint ml_serving_log_pkey primary key (id),
  constraint ml_serving_log_universe_fkey foreign key (universe) references public.universes (name),
  constraint ml_serving_log_model_version_fkey
  foreign key (model_version) references public.ml_models (model_version),
  constraint ml_serving_log_previous_model_version_fkey
  foreign key (previous_model_version) references public.ml_models (model_version),
  constraint ml_serving_log_undoes_fkey foreign key (undoes) references public.ml_serving_log (id),
  constraint ml_serving_log_undoes_key unique (undoes),
  constraint ml_serving_log_canary_model_version_fkey
  foreign key (canary_model_version) references public.ml_models (model_version),
  constraint ml_serving_log_act_known check (
    act in ('promote', 'rollback', 'canary_start', 'canary_percent', 'canary_stop', 'canary_rollback')
  ),
  constraint ml_serving_log_canary_complete check (num_nulls(canary_model_version, canary_percent) in (0, 2)),
  constraint ml_serving_log_rollback_undoes check ((act = 'rollback') = (undoes is not null)),
  constraint ml_serving_log_actor_not_empty check (actor <> '')
);
create index ml_serving_log_scope on public.ml_serving_log (universe, timeframe, horizon_bars, id desc);
create index ml_serving_log_model_version on public.ml_serving_log (model_version);
create index ml_serving_log_previous_model_version on public.ml_serving_log (previous_model_version);
create index ml_serving_log_canary_model_version on public.ml_serving_log (canary_model_version);
comment on table public.ml_serving_log is 'Append-only record of which model served a scope from when on.';
comment on column public.ml_serving_log.model_version is 'The active model from this time on.';
comment on column public.ml_serving_log.previous_model_version is
  'The active model until then; null = none. Acts on a canary leave the active model as it is.';
comment on column public.ml_serving_log.undoes is 'Of a rollback: the promotion that it takes back. Each is taken back once.';
comment on column public.ml_serving_log.actor is 'Who did it: a user''s id, or the name of a service.';
comment on column public.ml_serving_log.canary_model_version is
  'The model that answers canary_percent of the bars from this time on, and predicts the others in the shadow; null = none.';

create trigger ml_serving_log_append_only
before update or delete on public.ml_serving_log
for each row execute function internal.refuse_change();
create trigger ml_serving_log_no_truncate
before truncate on public.ml_serving_log
for each statement execute function internal.refuse_change();

alter table public.ml_serving_log enable row level security;
create policy ml_serving_log_select_operator on public.ml_serving_log
for select to authenticated using ((select internal.is_operator()));
grant select on public.ml_serving_log to authenticated;
grant select, insert on public.ml_serving_log to service_role;

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
