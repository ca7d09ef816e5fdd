-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function public.find_bar_gaps(
  p_symbol text,
  p_timeframe text,
  p_from timestamptz default null,
  p_to timestamptz default null,
  p_limit integer default 1000
)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  v_step constant interval := case p_timeframe
    when '1m' then '1 minute' when '5m' then '5 minutes' when '15m' then '15 minutes'
    when '1h' then '1 hour' when '4h' then '4 hours' when '1d' then '24 hours'
  end;
begin
  if v_step is null then
    raise exception 'unknown timeframe %', p_timeframe using errcode = 'EW400';
  end if;
  if not exists (select from public.instruments as i where i.symbol = p_symbol) then
    raise exception 'unknown instrument %', p_symbol using errcode = 'EW404';
  end if;
  return (
    select jsonb_build_object(
      'from', coalesce(jsonb_agg((extract(epoch from gap.ts + v_step) * 1000)::bigint order by gap.ts), '[]'),
      'to', coalesce(jsonb_agg((extract(epoch from gap.next_ts) * 1000)::bigint order by gap.ts), '[]'),
      'missing', coalesce(jsonb_agg(
        ceil(extract(epoch from gap.next_ts - gap.ts) / extract(epoch from v_step))::bigint - 1 order by gap.ts
      ), '[]')
    )
    from (
      select bar.ts, bar.next_ts
      from (
        select m.ts, lead(m.ts) over (order by m.ts) as next_ts
        from public.market_data as m
        where m.symbol = p_symbol and m.timeframe = p_timeframe
          and m.ts >= coalesce(p_from, '-infinity') and m.ts < coalesce(p_to, 'infinity')
      ) as bar
      where bar.next_ts > bar.ts + v_step
      order by bar.ts
      limit p_limit
    ) as gap
  );
end
$$;

comment on function public.find_bar_gaps(text, text, timestamptz, timestamptz, integer) is
  'Stretches of [p_from, p_to) without bars, between bars that are there: {from: [epoch ms of the first '
  'missing bar], to: [of the next bar present], missing: [bars]}, oldest first. Closed markets are gaps too. '
  'EW404 for an unknown instrument.';
revoke all on function public.find_bar_gaps(text, text, timestamptz, timestamptz, integer) from public;
grant execute on function public.find_bar_gaps(text, text, timestamptz, timestamptz,
  integer) to authenticated, service_role;
