-- Batches of work on models and signals: trainings, scheduled generations, and every change of which model is active
-- (strategy MODEL_UPDATE, written by a trigger so that no path can forget it).

create table public.ml_generation_logs (
  id uuid not null default gen_random_uuid(),
  batch_id uuid not null default gen_random_uuid(),
  generation_time timestamptz not null default now(),
  generation_strategy text not null,
  model_version text,
  symbols_count integer not null default 0,
  signals_per_symbol integer not null default 1,
  total_signals_generated integer not null default 0,
  avg_confidence double precision,
  confidence_distribution jsonb,
  signal_distribution jsonb,
  processing_time_seconds double precision,
  success_rate double precision,
  error_count integer not null default 0,
  status text not null default 'PENDING',
  error_details jsonb,
  created_at timestamptz not null default now(),
  completed_at timestamptz,
  constraint ml_generation_logs_pkey primary key (id),
  constraint ml_generation_logs_batch_id_key unique (batch_id),
  constraint ml_generation_logs_model_version_fkey
  foreign key (model_version) references public.ml_models (model_version),
  constraint ml_generation_logs_status_known check (
    status in ('PENDING', 'ACTIVE', 'INACTIVE', 'COMPLETED', 'FAILED', 'CANCELLED')
  ),
  constraint ml_generation_logs_counts_range check (
    symbols_count >= 0 and signals_per_symbol >= 0 and total_signals_generated >= 0 and error_count >= 0
  ),
  constraint ml_generation_logs_shares_range check (
    avg_confidence between 0 and 1 and success_rate between 0 and 1
  ),
  constraint ml_generation_logs_processing_time_seconds_range check (processing_time_seconds >= 0)
);
create index ml_generation_logs_model_version on public.ml_generation_logs (model_version);
create index ml_generation_logs_generation_time on public.ml_generation_logs (generation_time desc);
comment on table public.ml_generation_logs is 'Log of trainings, signal generations and changes of the active model.';
comment on column public.ml_generation_logs.batch_id is 'Unique for each batch; of a training, its job''s id.';
comment on column public.ml_generation_logs.signal_distribution is 'Counts of SELL, HOLD and BUY.';

alter table public.ml_generation_logs enable row level security;
create policy ml_generation_logs_select_operator on public.ml_generation_logs
for select to authenticated using ((select internal.is_operator()));
grant select on public.ml_generation_logs to authenticated;
grant select, insert, update on public.ml_generation_logs to service_role;

create function internal.log_model_update()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  -- An insert has no old row: a model that arrives active changed from inactive.
  if new.is_active is distinct from (tg_op = 'UPDATE' and old.is_active) then
    insert into public.ml_generation_logs (generation_strategy, model_version, status, completed_at)
    values ('MODEL_UPDATE', new.model_version, case when new.is_active then 'ACTIVE' else 'INACTIVE' end, now());
  end if;
  return null;
end
$$;
comment on function internal.log_model_update() is
  'Trigger: logs when a model becomes active or ceases to be.';
revoke all on function internal.log_model_update() from public;

create trigger trigger_log_model_performance_change
after insert or update on public.ml_models
for each row execute function internal.log_model_update();
