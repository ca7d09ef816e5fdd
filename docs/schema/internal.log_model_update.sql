-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

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
