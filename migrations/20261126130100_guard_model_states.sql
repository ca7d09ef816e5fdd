-- A model's life is a graph of states, and the database keeps to it whoever writes: what was judged is never judged anew,
-- and what a model is (its file, its scope, its verdict) does not change once it has been judged. A canary answers a
-- share of its scope's requests beside the active model; one at most for each scope.

alter table public.ml_models add column canary_percent double precision;
comment on column public.ml_models.canary_percent is
  'Share of the scope''s bars, in percent, that a canary answers; 0 = it only predicts in the shadow. Null in any other state.';

alter table public.ml_models add constraint ml_models_canary_has_percent check (
  (model_status = 'canary') = (canary_percent is not null)
) not valid;
alter table public.ml_models add constraint ml_models_canary_percent_range check (
  canary_percent between 0 and 100
) not valid;

-- squawk-ignore require-concurrent-index-creation -- the registry has few rows
create unique index ml_models_one_canary on public.ml_models (universe, timeframe, horizon_bars)
where model_status = 'canary';

create function private.guard_model_change()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_next constant jsonb := '{
    "training": ["candidate", "rejected"],
    "candidate": ["canary", "active"],
    "canary": ["candidate", "active", "retired"],
    "active": ["retired"],
    "retired": ["canary", "active"],
    "rejected": []
  }';
begin
  if new.model_status is distinct from old.model_status
    and not v_next -> old.model_status ? new.model_status then
    raise exception 'a model that is % does not become %', old.model_status, new.model_status using errcode = 'EW409';
  end if;
  if old.model_status <> 'training' and (
    new.model_version, new.universe, new.timeframe, new.horizon_bars, new.feature_set_version, new.label_spec,
    new.file_path, new.onnx_sha256, new.size_bytes, new.gate
  ) is distinct from (
    old.model_version, old.universe, old.timeframe, old.horizon_bars, old.feature_set_version, old.label_spec,
    old.file_path, old.onnx_sha256, old.size_bytes, old.gate
  ) then
    raise exception 'file, scope and verdict of the judged model % do not change', old.model_version
      using errcode = 'EW409';
  end if;
  return new;
end
$$;
comment on function private.guard_model_change() is
  'Trigger: only legal changes of a model''s state, and none of what was judged.';
revoke all on function private.guard_model_change() from public;

create trigger ml_models_guard_change
before update on public.ml_models
for each row execute function private.guard_model_change();
