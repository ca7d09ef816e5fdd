-- Bars come in and go out as one columnar value: an object a bar costs ten times the CPU, and REST cuts row sets silently at
-- 1,000. Writers of one series take turns, so that what was inserted, replaced and skipped can be counted exactly, and two
-- imports cannot deadlock. Invoker rights: whoever may read market_data may call the readers.

create function public.write_bars(p_symbol text, p_timeframe text, p_bars jsonb, p_on_conflict text default 'skip')
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_count integer;
  v_distinct integer;
  v_from timestamptz;
  v_to timestamptz;
  v_inserted integer;
  v_replaced integer;
begin
  if p_on_conflict not in ('skip', 'replace') then
    raise exception 'on_conflict must be skip or replace, not %', p_on_conflict using errcode = 'EW400';
  end if;
  if not exists (select from public.instruments as i where i.symbol = p_symbol) then
    raise exception 'unknown instrument %', p_symbol using errcode = 'EW404';
  end if;

  if not coalesce(p_bars ?& array['ts', 'open', 'high', 'low', 'close', 'volume'], false)
    or jsonb_path_exists(p_bars, 'strict $.* ? (@.type() != "array")', silent => true) then
    raise exception 'ts, open, high, low, close and volume must be arrays' using errcode = 'EW400';
  end if;
  if (select count(distinct jsonb_array_length(field.value)) from jsonb_each(p_bars) as field) <> 1 then
    raise exception 'the columns of a call must have one length' using errcode = 'EW400';
  end if;
  v_count := jsonb_array_length(p_bars -> 'ts');
  if v_count = 0 then
    return '{"inserted": 0, "replaced": 0, "skipped": 0}';
  end if;

  select to_timestamp(min(b.ms) / 1000), to_timestamp(max(b.ms) / 1000), count(distinct b.ms)
  into v_from, v_to, v_distinct
  from (select t.ms::double precision from jsonb_array_elements_text(p_bars -> 'ts') as t (ms)) as b;
  if v_distinct <> v_count then
    raise exception 'a call must not hold two bars of one time' using errcode = 'EW400';
  end if;

  perform pg_advisory_xact_lock(hashtextextended(format('write_bars:%s:%s', p_symbol, p_timeframe), 0));
  perform private.ensure_market_data_partitions(v_from, v_to);

  with bar as materialized (
    select
      to_timestamp(b.ts::double precision / 1000) as ts, b.open::double precision, b.high::double precision,
      b.low::double precision, b.close::double precision, b.volume::double precision, b.vwap::double precision,
      b.transactions::bigint
    from rows from (
      jsonb_array_elements_text(p_bars -> 'ts'), jsonb_array_elements_text(p_bars -> 'open'),
      jsonb_array_elements_text(p_bars -> 'high'), jsonb_array_elements_text(p_bars -> 'low'),
      jsonb_array_elements_text(p_bars -> 'close'), jsonb_array_elements_text(p_bars -> 'volume'),
      jsonb_array_elements_text(p_bars -> 'vwap'), jsonb_array_elements_text(p_bars -> 'transactions')
    ) as b (ts, open, high, low, close, volume, vwap, transactions)
  ),
  stored as materialized (
    select m.ts, m.open, m.high, m.low, m.close, m.volume, m.vwap, m.transactions
    from public.market_data as m
    where m.symbol = p_symbol and m.timeframe = p_timeframe and m.ts between v_from and v_to
  ),
  inserted as (
    insert into public.market_data (symbol, timeframe, ts, open, high, low, close, volume, vwap, transactions)
    select p_symbol, p_timeframe, bar.*
    from bar
    where not exists (select from stored where stored.ts = bar.ts)
    returning 1
  ),
  replaced as (
    update public.market_data as m
    set
      open = bar.open, high = bar.high, low = bar.low, close = bar.close, volume = bar.volume, vwap = bar.vwap,
      transactions = bar.transactions
    from bar
    inner join stored on stored.ts = bar.ts
    where p_on_conflict = 'replace'
      and bar is distinct from stored
      and m.symbol = p_symbol and m.timeframe = p_timeframe and m.ts = bar.ts and m.ts between v_from and v_to
    returning 1
  )
  select (select count(*) from inserted), (select count(*) from replaced) into v_inserted, v_replaced;

  return jsonb_build_object(
    'inserted', v_inserted, 'replaced', v_replaced, 'skipped', v_count - v_inserted - v_replaced
  );
end
$$;
comment on function public.write_bars(text, text, jsonb, text) is
  'Stores bars {ts: [epoch ms], open, high, low, close, volume, vwap?, transactions?}, all or none. A bar '
  'stored already is skipped, or replaced where p_on_conflict = replace and it differs. Answers {inserted, '
  'replaced, skipped}.';
revoke all on function public.write_bars(text, text, jsonb, text) from public;
grant execute on function public.write_bars(text, text, jsonb, text) to service_role;

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
