-- Acts of the API on watchlists: one call, one transaction, with the rights of the user who asks. Of a list that is
-- somebody else's nothing is to be seen, so it is as unknown as one that does not exist (EW404).

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

create function internal.get_latest_prediction(p_symbol text)
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
comment on function internal.get_latest_prediction(text) is
  'The newest prediction of a symbol that the caller was given; null without one.';
revoke all on function internal.get_latest_prediction(text) from public;
grant execute on function internal.get_latest_prediction(text) to authenticated;

create function internal.describe_watchlist(p_watchlist public.user_watchlists, p_expand text[])
returns jsonb
language sql
stable
set search_path = ''
as $$
  select to_jsonb(p_watchlist) - 'user_id' || jsonb_build_object(
    'symbols', coalesce((
      select jsonb_agg(
        to_jsonb(s) - array['watchlist_id', 'position']
        || case
          when 'quotes' = any(p_expand) then jsonb_build_object('quote', internal.get_symbol_quote(s.symbol)) else '{}'
        end
        || case
          when 'predictions' = any(p_expand)
          then jsonb_build_object('prediction', internal.get_latest_prediction(s.symbol))
          else '{}'
        end
        order by s.position
      )
      from public.watchlist_symbols as s
      where s.watchlist_id = p_watchlist.id
    ), '[]')
  )
$$;
comment on function internal.describe_watchlist(public.user_watchlists, text[]) is
  'A list with its symbols in order; p_expand adds quotes and predictions to each.';
revoke all on function internal.describe_watchlist(public.user_watchlists, text[]) from public;
grant execute on function internal.describe_watchlist(public.user_watchlists, text[]) to authenticated;

create function internal.lock_watchlist(p_id uuid)
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
comment on function internal.lock_watchlist(uuid) is 'Locks a list of the caller''s for a change, or EW404.';
revoke all on function internal.lock_watchlist(uuid) from public;
grant execute on function internal.lock_watchlist(uuid) to authenticated;

create function public.list_watchlists(p_limit integer, p_after uuid default null, p_expand text[] default '{}')
returns jsonb
language sql
stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(internal.describe_watchlist(page.watchlist, p_expand) order by page.created_at, page.id), '[]')
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
comment on function public.list_watchlists(integer, uuid, text[]) is
  'The caller''s lists, oldest first, at most p_limit (up to 1000) of those after the list p_after.';
revoke all on function public.list_watchlists(integer, uuid, text[]) from public;
grant execute on function public.list_watchlists(integer, uuid, text[]) to authenticated;

create function public.get_watchlist(p_id uuid, p_expand text[] default '{}')
returns jsonb
language sql
stable
set search_path = ''
as $$
  select internal.describe_watchlist(w, p_expand) from public.user_watchlists as w where w.id = p_id
$$;
comment on function public.get_watchlist(uuid, text[]) is 'A list of the caller''s; null when there is none.';
revoke all on function public.get_watchlist(uuid, text[]) from public;
grant execute on function public.get_watchlist(uuid, text[]) to authenticated;

create function public.create_watchlist(p_watchlist jsonb)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_id uuid;
  v_unknown text;
begin
  select s.symbol into v_unknown from jsonb_array_elements_text(p_watchlist -> 'symbols') as s (symbol)
  where not exists (select from public.instruments as i where i.symbol = s.symbol)
  limit 1;
  if v_unknown is not null then
    raise exception 'no instrument is named %', v_unknown using errcode = 'EW405';
  end if;
  select w.id into v_id from internal.insert_rows(null::public.user_watchlists, jsonb_build_array(p_watchlist)) as w;
  insert into public.watchlist_symbols (watchlist_id, symbol, position)
  select v_id, s.symbol, s.position
  from jsonb_array_elements_text(p_watchlist -> 'symbols') with ordinality as s (symbol, position);
  return public.get_watchlist(v_id);
exception when unique_violation then
  raise exception 'there is a watchlist of this name already' using errcode = 'EW409';
end
$$;
comment on function public.create_watchlist(jsonb) is
  'A new list of the caller''s, {name, is_default?, symbols?: [text]}; the first one is the default. EW405 '
  'unknown symbol, EW409 name taken or symbol twice, EW429 over a limit.';
revoke all on function public.create_watchlist(jsonb) from public;
grant execute on function public.create_watchlist(jsonb) to authenticated;

create function public.update_watchlist(p_id uuid, p_changes jsonb)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
begin
  perform internal.update_row(internal.lock_watchlist(p_id), p_changes);
  return public.get_watchlist(p_id);
exception when unique_violation then
  raise exception 'there is a watchlist of this name already' using errcode = 'EW409';
end
$$;
comment on function public.update_watchlist(uuid, jsonb) is
  'Changes name and is_default of a list, those that are given: one that becomes the default replaces the '
  'one before. EW400 for the default not to be one, EW404 unknown, EW409 name taken.';
revoke all on function public.update_watchlist(uuid, jsonb) from public;
grant execute on function public.update_watchlist(uuid, jsonb) to authenticated;

create function public.delete_watchlist(p_id uuid)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  perform internal.lock_watchlist(p_id);
  delete from public.user_watchlists as w where w.id = p_id;
end
$$;
comment on function public.delete_watchlist(uuid) is
  'Deletes a list; after the default the oldest one is the default. EW404 unknown.';
revoke all on function public.delete_watchlist(uuid) from public;
grant execute on function public.delete_watchlist(uuid) to authenticated;
