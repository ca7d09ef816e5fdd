-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function internal.fading_wait_ms(p_count bigint, p_room bigint, p_window_ms bigint)
returns bigint
language sql
immutable
set search_path = ''
as $$
  select case
    when p_room < 0 then p_window_ms
    when p_count <= p_room then 0
    else p_window_ms - ((p_room + 1) * p_window_ms + p_count - 1) / p_count + 1
  end
$$;

comment on function internal.fading_wait_ms(bigint, bigint, bigint) is
  'How far into a window, in milliseconds, the count of the window before weighs no more than p_room; a '
  'whole window where it never does.';
revoke all on function internal.fading_wait_ms(bigint, bigint, bigint) from public;
grant execute on function internal.fading_wait_ms(bigint, bigint, bigint) to service_role;
