-- Every configuration that was ever fitted and scored. The best of many trials looks good by chance; the deflated Sharpe
-- ratio corrects for that, and is only honest when no trial goes uncounted. A search tries many within one job and keeps
-- one: the others are rows too, each told apart by its number within the job, so that a slice that is run again counts
-- nothing twice. Whatever was tried on any of a model's symbols counts, at every horizon of its timeframe: it looked at the
-- same bars. Sharpe ratios are daily, those of searches and those of models.

create table public.ml_trials (
  id bigint not null generated always as identity,
  job_id uuid,
  model_version text,
  universe text not null,
  timeframe text not null,
  horizon_bars integer not null,
  family text not null,
  params jsonb not null default '{}',
  seed bigint,
  log_loss double precision,
  sharpe_ratio double precision,
  metrics jsonb not null default '{}',
  created_at timestamptz not null default now(),
  trial integer,
  constraint ml_trials_pkey primary key (id),
  constraint ml_trials_model_version_key unique (model_version),
  constraint ml_trials_model_version_fkey foreign key (model_version) references public.ml_models (model_version),
  constraint ml_trials_universe_fkey foreign key (universe) references public.universes (name),
  constraint ml_trials_timeframe_known check (timeframe in ('1m', '5m', '15m', '1h', '4h', '1d')),
  constraint ml_trials_horizon_bars_range check (horizon_bars >= 1),
  constraint ml_trials_trial_range check (trial >= 0),
  constraint ml_trials_log_loss_range check (log_loss >= 0)
);
create index ml_trials_scope on public.ml_trials (universe, timeframe, horizon_bars);
create index ml_trials_job_id on public.ml_trials (job_id);
create unique index ml_trials_job_id_trial_key on public.ml_trials (job_id, trial) where trial is not null;
comment on table public.ml_trials is 'Append-only count of every model configuration tried.';
comment on column public.ml_trials.model_version is 'The model that came of it; null for a trial that was not kept.';
comment on column public.ml_trials.sharpe_ratio is
'Sharpe ratio of a day after costs: a search''s trial has the mean over its inner folds, a model that of its holdout. Null where no day''s return differs from another''s.';
comment on column public.ml_trials.trial is 'Number of the configuration within a search; null for the model that a job ends with.';

create trigger ml_trials_append_only
before update or delete on public.ml_trials
for each row execute function internal.refuse_change();
create trigger ml_trials_no_truncate
before truncate on public.ml_trials
for each statement execute function internal.refuse_change();

alter table public.ml_trials enable row level security;
create policy ml_trials_select_operator on public.ml_trials
for select to authenticated using ((select internal.is_operator()));
grant select on public.ml_trials to authenticated;
grant select, insert on public.ml_trials to service_role;

create function internal.record_trial(p_model public.ml_models, p_given jsonb)
returns void
language sql
volatile
set search_path = ''
as $$
  select internal.insert_rows(
    null::public.ml_trials,
    jsonb_build_array(to_jsonb(p_model) - array['id', 'created_at'] || jsonb_build_object(
      'job_id', p_given -> 'batch_id',
      'params', p_given -> 'params',
      'seed', p_given -> 'seed',
      'log_loss', p_model.metrics -> 'log_loss',
      'sharpe_ratio', p_model.metrics #> '{trading,daily_sharpe}'
    )),
    'on conflict (model_version) do nothing'
  )
$$;
comment on function internal.record_trial(public.ml_models, jsonb) is
  'Counts a model as the trial that it was: log_loss and trading.daily_sharpe of its metrics; p_given has '
  'batch_id, params and seed.';
revoke all on function internal.record_trial(public.ml_models, jsonb) from public;
grant execute on function internal.record_trial(public.ml_models, jsonb) to service_role;

create function public.record_trials(p_job_id uuid, p_scope jsonb, p_trials jsonb)
returns bigint
language plpgsql
volatile
set search_path = ''
as $$
begin
  if p_scope ? 'symbols' then
    perform public.register_universe(
      p_scope ->> 'universe', array(select jsonb_array_elements_text(p_scope -> 'symbols'))
    );
  end if;
  return (
    select count(*) from internal.insert_rows(
      null::public.ml_trials,
      (select jsonb_agg(t.value || p_scope || jsonb_build_object('job_id', p_job_id)) from jsonb_array_elements(p_trials) as t),
      'on conflict (job_id, trial) where trial is not null do nothing'
    )
  );
end
$$;
comment on function public.record_trials(uuid, jsonb, jsonb) is
  'Records the trials of a search: p_scope is {universe, timeframe, horizon_bars, symbols (makes the '
  'universe)}, p_trials an array of {trial, family, params, seed, log_loss, sharpe_ratio, metrics}. Answers '
  'how many are new; a trial of the job that is there already is left as it is.';
revoke all on function public.record_trials(uuid, jsonb, jsonb) from public;
grant execute on function public.record_trials(uuid, jsonb, jsonb) to service_role;

create function public.count_trials(p_symbols text[], p_timeframe text)
returns bigint
language sql
stable
set search_path = ''
as $$
  select count(*) from public.ml_trials as t
  where t.timeframe = p_timeframe
    and t.universe in (select u.universe from public.universe_symbols as u where u.symbol = any(p_symbols))
$$;
comment on function public.count_trials(text[], text) is
  'How many configurations were ever tried on bars of a timeframe of any of the symbols, whatever the '
  'universe and the horizon; those that became models among them.';
revoke all on function public.count_trials(text[], text) from public;
grant execute on function public.count_trials(text[], text) to service_role;
