-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

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
