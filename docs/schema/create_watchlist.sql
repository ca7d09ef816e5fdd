-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

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
