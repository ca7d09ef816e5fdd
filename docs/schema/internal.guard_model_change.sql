-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function internal.guard_model_change()
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

comment on function internal.guard_model_change() is
  'Trigger: only legal changes of a model''s state, and none of what was judged.';
revoke all on function internal.guard_model_change() from public;
