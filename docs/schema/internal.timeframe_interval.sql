-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function internal.timeframe_interval(p_timeframe text)
returns interval
language sql
immutable
set search_path = ''
as $$
  select case p_timeframe
    when '1m' then interval '1 minute'
    when '5m' then interval '5 minutes'
    when '15m' then interval '15 minutes'
    when '1h' then interval '1 hour'
    when '4h' then interval '4 hours'
    when '1d' then interval '24 hours'
  end
$$;

comment on function internal.timeframe_interval(text) is 'How long a bar of a timeframe lasts.';
revoke all on function internal.timeframe_interval(text) from public;
grant execute on function internal.timeframe_interval(text) to service_role;
