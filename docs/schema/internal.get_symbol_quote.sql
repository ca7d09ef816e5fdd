-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function internal.get_symbol_quote(p_symbol text)
returns jsonb
language sql
stable
set search_path = ''
as $$
  with newest as (
    select bar.timeframe, bar.close, bar.ts, bar.closed_at
    from (
      values ('1m', interval '1 minute'), ('5m', '5 minutes'), ('15m', '15 minutes'), ('1h', '1 hour'), ('4h', '4 hours'),
        ('1d', '1 day')
    ) as frame (timeframe, length)
    cross join lateral (
      select m.timeframe, m.close, m.ts, m.ts + frame.length as closed_at
      from public.market_data as m
      where m.symbol = p_symbol and m.timeframe = frame.timeframe and m.ts > '-infinity'
      order by m.ts desc
      limit 1
    ) as bar
    order by bar.closed_at desc, frame.length
    limit 1
  )
  select jsonb_build_object(
    'price', n.close,
    'timeframe', n.timeframe,
    'as_of', n.closed_at,
    'change', n.close - before.close,
    'change_percent', 100 * (n.close / nullif(before.close, 0) - 1)
  )
  from newest as n
  left join lateral (
    select m.close
    from public.market_data as m
    where m.symbol = p_symbol and m.timeframe = n.timeframe and m.ts <= n.ts - interval '1 day'
    order by m.ts desc
    limit 1
  ) as before on true
$$;

comment on function internal.get_symbol_quote(text) is
  'The newest stored close of a symbol in any timeframe, and its change against the same timeframe a day '
  'earlier (or the newest bar before that): {price, timeframe, as_of, change, change_percent}; null without '
  'a bar.';
revoke all on function internal.get_symbol_quote(text) from public;
grant execute on function internal.get_symbol_quote(text) to authenticated;
