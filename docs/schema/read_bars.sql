-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function public.read_bars(
  p_symbol text,
  p_timeframe text,
  p_from timestamptz default null,
  p_to timestamptz default null,
  p_limit integer default 1000,
  p_newest_first boolean default false
)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  if p_limit is null or p_limit not between 1 and 50000 then
    raise exception 'limit must be 1 to 50000, not %', p_limit using errcode = 'EW400';
  end if;
  if not exists (select from public.instruments as i where i.symbol = p_symbol) then
    raise exception 'unknown instrument %', p_symbol using errcode = 'EW404';
  end if;
  return (
    with bar as (
      -- Of the two halves one is empty; each can walk the primary key from its own end.
      (
        select m.ts, m.open, m.high, m.low, m.close, m.volume
        from public.market_data as m
        where p_newest_first
          and m.symbol = p_symbol and m.timeframe = p_timeframe
          and m.ts >= coalesce(p_from, '-infinity') and m.ts < coalesce(p_to, 'infinity')
        order by m.ts desc
        limit p_limit
      )
      union all
      (
        select m.ts, m.open, m.high, m.low, m.close, m.volume
        from public.market_data as m
        where p_newest_first is not true
          and m.symbol = p_symbol and m.timeframe = p_timeframe
          and m.ts >= coalesce(p_from, '-infinity') and m.ts < coalesce(p_to, 'infinity')
        order by m.ts
        limit p_limit
      )
    )
    select jsonb_build_object(
      'ts', to_jsonb(coalesce(array_agg((extract(epoch from b.ts) * 1000)::bigint), '{}')),
      'open', to_jsonb(coalesce(array_agg(b.open), '{}')),
      'high', to_jsonb(coalesce(array_agg(b.high), '{}')),
      'low', to_jsonb(coalesce(array_agg(b.low), '{}')),
      'close', to_jsonb(coalesce(array_agg(b.close), '{}')),
      'volume', to_jsonb(coalesce(array_agg(b.volume), '{}'))
    )
    from (select * from bar order by bar.ts) as b
  );
end
$$;

comment on function public.read_bars(text, text, timestamptz, timestamptz, integer, boolean) is
  'Bars of [p_from, p_to) as {ts: [epoch ms], open, high, low, close, volume}, oldest first; at most p_limit '
  '(1 to 50000), the newest of the range when p_newest_first, else the oldest. EW404 for an unknown '
  'instrument.';
revoke all on function public.read_bars(text, text, timestamptz, timestamptz, integer, boolean) from public;
grant execute on function public.read_bars(text, text, timestamptz, timestamptz, integer,
  boolean) to authenticated, service_role;
