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
  constraint ml_serving_log_pkey primary key (id),
  constraint ml_serving_log_universe_fkey foreign key (universe) references public.universes (name),
  constraint ml_serving_log_model_version_fkey
  foreign key (model_version) references public.ml_models (model_version),
  constraint ml_serving_log_previous_model_version_fkey
  foreign key (previous_model_version) references public.ml_models (model_version),
  constraint ml_serving_log_undoes_fkey foreign key (undoes) references public.ml_serving_log (id),
  constraint ml_serving_log_undoes_key unique (undoes),
  constraint ml_serving_log_act_known check (act in ('promote', 'rollback')),
  constraint ml_serving_log_rollback_undoes check ((act = 'rollback') = (undoes is not null)),
  constraint ml_serving_log_actor_not_empty check (actor <> '')
);
create index ml_serving_log_scope on public.ml_serving_log (universe, timeframe, horizon_bars, id desc);
create index ml_serving_log_model_version on public.ml_serving_log (model_version);
create index ml_serving_log_previous_model_version on public.ml_serving_log (previous_model_version);
comment on table public.ml_serving_log is 'Append-only record of which model served a scope from when on.';
comment on column public.ml_serving_log.model_version is 'The model that serves from this time on.';
comment on column public.ml_serving_log.previous_model_version is 'The model that served until then; null = none.';
comment on column public.ml_serving_log.undoes is 'Of a rollback: the promotion that it takes back. Each is taken back once.';
comment on column public.ml_serving_log.actor is 'Who did it: a user''s id, or the name of a service.';

create trigger ml_serving_log_append_only
before update or delete on public.ml_serving_log
for each row execute function private.refuse_change();
create trigger ml_serving_log_no_truncate
before truncate on public.ml_serving_log
for each statement execute function private.refuse_change();

alter table public.ml_serving_log enable row level security;
create policy ml_serving_log_select_operator on public.ml_serving_log
for select to authenticated using ((select private.is_operator()));
grant select on public.ml_serving_log to authenticated;
grant select, insert on public.ml_serving_log to service_role;
