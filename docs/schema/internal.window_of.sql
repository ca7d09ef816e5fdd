-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function internal.window_of(p_window jsonb)
returns tstzrange
language sql
stable
set search_path = ''
as $$
  select tstzrange((p_window ->> 'from')::timestamptz, (p_window ->> 'to')::timestamptz) where p_window is not null
$$;

comment on function internal.window_of(jsonb) is
  'The range [from, to) of an object {from, to} of ISO 8601 times.';
revoke all on function internal.window_of(jsonb) from public;
grant execute on function internal.window_of(jsonb) to service_role;
