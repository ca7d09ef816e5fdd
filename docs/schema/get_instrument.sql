-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function public.get_instrument(p_symbol text)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select to_jsonb(i) - array['created_at', 'updated_at'] from public.instruments as i where i.symbol = p_symbol
$$;

comment on function public.get_instrument(text) is
  'An instrument as one object, or null for an unknown symbol.';
revoke all on function public.get_instrument(text) from public;
grant execute on function public.get_instrument(text) to authenticated, service_role;
