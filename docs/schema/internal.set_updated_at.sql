-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function internal.set_updated_at()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  new.updated_at := now();
  return new;
end
$$;

comment on function internal.set_updated_at() is
  'Trigger: stamps updated_at with the time of the transaction.';
revoke all on function internal.set_updated_at() from public;
