-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function internal.is_session_calendar(p_calendar jsonb)
returns boolean
language sql
immutable
set search_path = ''
as $$
  select coalesce(
    p_calendar ->> 'zone' ~ '^[A-Z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$'
      and jsonb_typeof(p_calendar -> 'sessions') = 'array'
      and not exists (
        select
        from jsonb_path_query(p_calendar, 'lax $.sessions[*]') as session (value)
        where not coalesce(
          value -> 'day' in ('0', '1', '2', '3', '4', '5', '6')
            and value -> 'open' between '0' and '1439'
            and (value -> 'close') > (value -> 'open')
            and value -> 'close' <= '2880',
          false
        )
      ),
    false
  )
$$;

comment on function internal.is_session_calendar(jsonb) is
  'Whether a value is {zone, sessions: [{day, open, close}]}: an IANA zone name, day 0 = Sunday, minutes '
  'since local midnight; a close beyond 1440 lies in the next day.';
revoke all on function internal.is_session_calendar(jsonb) from public;
grant execute on function internal.is_session_calendar(jsonb) to service_role;
