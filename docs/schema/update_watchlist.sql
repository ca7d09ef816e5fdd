-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

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
