-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function internal.set_outcome_due()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  new.outcome_due_at := new.bar_ts + (new.horizon_bars + 1) * internal.timeframe_interval(new.timeframe);
  return new;
end
$$;

comment on function internal.set_outcome_due() is 'Trigger: notes when the horizon of a prediction ends.';
revoke all on function internal.set_outcome_due() from public;
