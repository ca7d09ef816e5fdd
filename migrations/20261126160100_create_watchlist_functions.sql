-- What the API does with watchlists: one call, one transaction, with the rights of the user who asks. Of a list that is
-- somebody else's nothing is to be seen, so it is as unknown as one that does not exist (EW404).

-- squawk-ignore require-concurrent-index-creation -- predictions wait in their writers' retries for a moment
create index ml_predictions_user_symbol on public.ml_predictions (user_id, symbol, prediction_timestamp desc);

create function public.get_symbol_quote(p_symbol text)
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
comment on function public.get_symbol_quote(text) is
  'The newest stored close of a symbol in any timeframe, and its change against the same timeframe a day earlier (or the '
  'newest bar before that): {price, timeframe, as_of, change, change_percent}; null without a bar.';
revoke all on function public.get_symbol_quote(text) from public;
grant execute on function public.get_symbol_quote(text) to authenticated;

create function public.get_latest_prediction(p_symbol text)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'id', p.id,
    'model_version', p.model_version,
    'timeframe', p.timeframe,
    'horizon', p.horizon_bars,
    'direction', p.predicted_direction,
    'confidence', p.confidence_score,
    'probabilities', jsonb_build_object(
      'sell', p.probabilities[1], 'hold', p.probabilities[2], 'buy', p.probabilities[3]
    ),
    'predicted_at', p.prediction_timestamp
  )
  from public.ml_predictions as p
  where p.user_id = (select auth.uid()) and p.symbol = p_symbol and p.prediction_type = 'SIGNAL'
  order by p.prediction_timestamp desc
  limit 1
$$;
comment on function public.get_latest_prediction(text) is 'The newest prediction of a symbol that the caller was given; null without one.';
revoke all on function public.get_latest_prediction(text) from public;
grant execute on function public.get_latest_prediction(text) to authenticated;

create function public.describe_watchlist(p_watchlist public.user_watchlists, p_expand text [])
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'id', p_watchlist.id,
    'name', p_watchlist.name,
    'is_default', p_watchlist.is_default,
    'version', p_watchlist.version,
    'created_at', p_watchlist.created_at,
    'updated_at', p_watchlist.updated_at,
    'symbols', coalesce((
      select jsonb_agg(
        jsonb_build_object(
          'symbol', s.symbol,
          'note', s.note,
          'alert_above', s.alert_above,
          'alert_below', s.alert_below,
          'added_at', s.added_at
        )
        || case
          when 'quotes' = any(p_expand) then jsonb_build_object('quote', public.get_symbol_quote(s.symbol)) else '{}'
        end
        || case
          when 'predictions' = any(p_expand)
          then jsonb_build_object('prediction', public.get_latest_prediction(s.symbol))
          else '{}'
        end
        order by s.position
      )
      from public.watchlist_symbols as s
      where s.watchlist_id = p_watchlist.id
    ), '[]')
  )
$$;
comment on function public.describe_watchlist(public.user_watchlists, text []) is
  'A list with its symbols in order; p_expand adds quotes and predictions to each.';
revoke all on function public.describe_watchlist(public.user_watchlists, text []) from public;
grant execute on function public.describe_watchlist(public.user_watchlists, text []) to authenticated;

create function public.lock_watchlist(p_id uuid)
returns public.user_watchlists
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_watchlist public.user_watchlists;
begin
  select * into v_watchlist from public.user_watchlists as w where w.id = p_id for no key update;
  if not found then
    raise exception 'unknown watchlist %', p_id using errcode = 'EW404';
  end if;
  return v_watchlist;
end
$$;
comment on function public.lock_watchlist(uuid) is 'Locks a list of the caller''s for a change, or EW404.';
revoke all on function public.lock_watchlist(uuid) from public;
grant execute on function public.lock_watchlist(uuid) to authenticated;

create function public.list_watchlists(p_limit integer, p_after uuid default null, p_expand text [] default '{}')
returns jsonb
language sql
stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(public.describe_watchlist(page.watchlist, p_expand) order by page.created_at, page.id), '[]')
  from (
    select w as watchlist, w.created_at, w.id
    from public.user_watchlists as w
    where p_after is null or (w.created_at, w.id) > (
      select after.created_at, after.id from public.user_watchlists as after where after.id = p_after
    )
    order by w.created_at, w.id
    limit least(p_limit, 1000)
  ) as page
$$;
comment on function public.list_watchlists(integer, uuid, text []) is
  'The caller''s lists, oldest first, at most p_limit (up to 1000) of those after the list p_after.';
revoke all on function public.list_watchlists(integer, uuid, text []) from public;
grant execute on function public.list_watchlists(integer, uuid, text []) to authenticated;

create function public.get_watchlist(p_id uuid, p_expand text [] default '{}')
returns jsonb
language sql
stable
set search_path = ''
as $$
  select public.describe_watchlist(w, p_expand) from public.user_watchlists as w where w.id = p_id
$$;
comment on function public.get_watchlist(uuid, text []) is 'A list of the caller''s; null when there is none.';
revoke all on function public.get_watchlist(uuid, text []) from public;
grant execute on function public.get_watchlist(uuid, text []) to authenticated;

create function public.create_watchlist(p_name text, p_is_default boolean, p_symbols text [])
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_id uuid;
  v_unknown text;
begin
  select s.symbol into v_unknown from unnest(p_symbols) as s (symbol)
  where not exists (select from public.instruments as i where i.symbol = s.symbol)
  limit 1;
  if v_unknown is not null then
    raise exception 'no instrument is named %', v_unknown using errcode = 'EW405';
  end if;
  insert into public.user_watchlists (name, is_default) values (p_name, p_is_default) returning id into v_id;
  insert into public.watchlist_symbols (watchlist_id, symbol, position)
  select v_id, s.symbol, s.position from unnest(p_symbols) with ordinality as s (symbol, position);
  return public.get_watchlist(v_id);
exception when unique_violation then
  raise exception 'there is a watchlist of this name already' using errcode = 'EW409';
end
$$;
comment on function public.create_watchlist(text, boolean, text []) is
  'A new list of the caller''s; the first one is the default. EW405 unknown symbol, EW409 name taken or symbol twice, '
  'EW429 over a limit.';
revoke all on function public.create_watchlist(text, boolean, text []) from public;
grant execute on function public.create_watchlist(text, boolean, text []) to authenticated;

create function public.update_watchlist(p_id uuid, p_name text default null, p_is_default boolean default null)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
begin
  perform public.lock_watchlist(p_id);
  if p_name is not null then
    update public.user_watchlists as w set name = p_name where w.id = p_id;
  end if;
  if p_is_default then
    update public.user_watchlists as w set is_default = true where w.id = p_id;
  end if;
  return public.get_watchlist(p_id);
exception when unique_violation then
  raise exception 'there is a watchlist of this name already' using errcode = 'EW409';
end
$$;
comment on function public.update_watchlist(uuid, text, boolean) is
  'Renames a list, or makes it the default; null changes nothing. EW404 unknown, EW409 name taken.';
revoke all on function public.update_watchlist(uuid, text, boolean) from public;
grant execute on function public.update_watchlist(uuid, text, boolean) to authenticated;

create function public.delete_watchlist(p_id uuid)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  perform public.lock_watchlist(p_id);
  delete from public.user_watchlists as w where w.id = p_id;
end
$$;
comment on function public.delete_watchlist(uuid) is 'Deletes a list; after the default the oldest one is the default. EW404 unknown.';
revoke all on function public.delete_watchlist(uuid) from public;
grant execute on function public.delete_watchlist(uuid) to authenticated;

create function public.add_watchlist_symbol(p_id uuid, p_entry jsonb)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
begin
  perform public.lock_watchlist(p_id);
  if not exists (select from public.instruments as i where i.symbol = p_entry ->> 'symbol') then
    raise exception 'no instrument is named %', p_entry ->> 'symbol' using errcode = 'EW405';
  end if;
  insert into public.watchlist_symbols (watchlist_id, symbol, position, note, alert_above, alert_below)
  select
    p_id, p_entry ->> 'symbol', coalesce(max(s.position), 0) + 1, p_entry ->> 'note',
    (p_entry ->> 'alert_above')::numeric, (p_entry ->> 'alert_below')::numeric
  from public.watchlist_symbols as s
  where s.watchlist_id = p_id;
  return public.get_watchlist(p_id);
exception when unique_violation then
  raise exception 'the watchlist has % already', p_entry ->> 'symbol' using errcode = 'EW409';
end
$$;
comment on function public.add_watchlist_symbol(uuid, jsonb) is
  'Adds {symbol, note?, alert_above?, alert_below?} at the end of a list. EW404 unknown list, EW405 unknown symbol, EW409 '
  'there already, EW429 over the limit.';
revoke all on function public.add_watchlist_symbol(uuid, jsonb) from public;
grant execute on function public.add_watchlist_symbol(uuid, jsonb) to authenticated;

create function public.update_watchlist_symbol(p_id uuid, p_symbol text, p_changes jsonb)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
begin
  perform public.lock_watchlist(p_id);
  update public.watchlist_symbols as s set
    note = case when p_changes ? 'note' then p_changes ->> 'note' else s.note end,
    alert_above = case when p_changes ? 'alert_above' then (p_changes ->> 'alert_above')::numeric else s.alert_above end,
    alert_below = case when p_changes ? 'alert_below' then (p_changes ->> 'alert_below')::numeric else s.alert_below end
  where s.watchlist_id = p_id and s.symbol = p_symbol;
  if not found then
    raise exception 'the watchlist has no %', p_symbol using errcode = 'EW404';
  end if;
  return public.get_watchlist(p_id);
exception when check_violation then
  raise exception 'alert_below must be below alert_above' using errcode = 'EW400';
end
$$;
comment on function public.update_watchlist_symbol(uuid, text, jsonb) is
  'Changes note and alerts of a symbol, those that are given; null takes one away. EW404 unknown, EW400 alerts that cross.';
revoke all on function public.update_watchlist_symbol(uuid, text, jsonb) from public;
grant execute on function public.update_watchlist_symbol(uuid, text, jsonb) to authenticated;

create function public.remove_watchlist_symbol(p_id uuid, p_symbol text)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
begin
  perform public.lock_watchlist(p_id);
  delete from public.watchlist_symbols as s where s.watchlist_id = p_id and s.symbol = p_symbol;
  if not found then
    raise exception 'the watchlist has no %', p_symbol using errcode = 'EW404';
  end if;
  return public.get_watchlist(p_id);
end
$$;
comment on function public.remove_watchlist_symbol(uuid, text) is 'Takes a symbol off a list. EW404 unknown.';
revoke all on function public.remove_watchlist_symbol(uuid, text) from public;
grant execute on function public.remove_watchlist_symbol(uuid, text) to authenticated;

create function public.reorder_watchlist(p_id uuid, p_symbols text [], p_version bigint)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_watchlist public.user_watchlists := public.lock_watchlist(p_id);
begin
  if v_watchlist.version <> p_version then
    raise exception 'the watchlist is at version %, not %', v_watchlist.version, p_version using errcode = 'EW409';
  end if;
  if (select array_agg(s.symbol order by s.symbol collate "C") from unnest(p_symbols) as s (symbol)) is distinct from (
    select array_agg(s.symbol order by s.symbol collate "C") from public.watchlist_symbols as s
    where s.watchlist_id = p_id
  ) then
    raise exception 'the new order must name each symbol of the watchlist once' using errcode = 'EW400';
  end if;
  set constraints public.watchlist_symbols_position_key deferred;
  update public.watchlist_symbols as s set position = wanted.position
  from unnest(p_symbols) with ordinality as wanted (symbol, position)
  where s.watchlist_id = p_id and s.symbol = wanted.symbol;
  return public.get_watchlist(p_id);
end
$$;
comment on function public.reorder_watchlist(uuid, text [], bigint) is
  'Puts the symbols of a list in another order. EW404 unknown list, EW409 when p_version is not the newest, EW400 when the '
  'order does not name each symbol once.';
revoke all on function public.reorder_watchlist(uuid, text [], bigint) from public;
grant execute on function public.reorder_watchlist(uuid, text [], bigint) to authenticated;
