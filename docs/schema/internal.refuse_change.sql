-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function internal.refuse_change()
returns trigger
language plpgsql
volatile
set search_path = ''
as $$
begin
  raise exception 'rows of %.% are append-only', tg_table_schema, tg_table_name using errcode = 'EW409';
end
$$;

comment on function internal.refuse_change() is
  'Trigger: makes a table append-only for everybody, its owner included.';
revoke all on function internal.refuse_change() from public;
