-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function internal.count_weight_update()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  new.last_updated := now();
  new.update_count := old.update_count + 1;
  return new;
end
$$;

comment on function internal.count_weight_update() is 'Trigger: stamps and counts each change of a weight.';
revoke all on function internal.count_weight_update() from public;
