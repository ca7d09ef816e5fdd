-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

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
  constraint ml_serving_log_undoes_key unique (undoes),
  constraint ml_serving_log_canary_model_version_fkey foreign key (canary_model_version)
    references public.ml_models (model_version),
  constraint ml_serving_log_model_version_fkey foreign key (model_version)
    references public.ml_models (model_version),
  constraint ml_serving_log_previous_model_version_fkey foreign key (previous_model_version)
    references public.ml_models (model_version),
  constraint ml_serving_log_undoes_fkey foreign key (undoes) references public.ml_serving_log (id),
  constraint ml_serving_log_universe_fkey foreign key (universe) references public.universes (name),
  constraint ml_serving_log_act_known check (
    act in ('promote', 'rollback', 'canary_start', 'canary_percent', 'canary_stop', 'canary_rollback')
  ),
  constraint ml_serving_log_actor_not_empty check (actor <> ''),
  constraint ml_serving_log_canary_complete check (num_nulls(canary_model_version, canary_percent) in (0, 2)),
  constraint ml_serving_log_rollback_undoes check ((act = 'rollback') = (undoes is not null))
);

comment on table public.ml_serving_log is 'Append-only record of which model served a scope from when on.';
comment on column public.ml_serving_log.model_version is 'The active model from this time on.';
comment on column public.ml_serving_log.previous_model_version is
  'The active model until then; null = none. Acts on a canary leave the active model as it is.';
comment on column public.ml_serving_log.undoes is
  'Of a rollback: the promotion that it takes back. Each is taken back once.';
comment on column public.ml_serving_log.actor is 'Who did it: a user''s id, or the name of a service.';
comment on column public.ml_serving_log.canary_model_version is
  'The model that answers canary_percent of the bars from this time on, and predicts the others in the '
  'shadow; null = none.';

create index ml_serving_log_canary_model_version on public.ml_serving_log (canary_model_version);
create index ml_serving_log_model_version on public.ml_serving_log (model_version);
create index ml_serving_log_previous_model_version on public.ml_serving_log (previous_model_version);
create index ml_serving_log_scope on public.ml_serving_log (universe, timeframe, horizon_bars, id desc);

create trigger ml_serving_log_append_only
before delete or update on public.ml_serving_log
for each row execute function internal.refuse_change();

create trigger ml_serving_log_no_truncate
before truncate on public.ml_serving_log
for each statement execute function internal.refuse_change();

alter table public.ml_serving_log enable row level security;
create policy ml_serving_log_select_operator on public.ml_serving_log
for select to authenticated
using ((select internal.is_operator()));
grant select on public.ml_serving_log to authenticated;
grant select, insert on public.ml_serving_log to service_role;
