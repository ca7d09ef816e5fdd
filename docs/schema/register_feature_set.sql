-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function public.register_feature_set(p_version text, p_definition jsonb)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  insert into public.feature_sets (version, definition) values (p_version, p_definition) on conflict do nothing;
  if exists (
    select from public.feature_sets as s where s.version = p_version and s.definition is distinct from p_definition
  ) then
    raise exception 'feature set % has another definition', p_version using errcode = 'EW409';
  end if;
end
$$;

comment on function public.register_feature_set(text, jsonb) is
  'Stores a feature set''s definition; the same again is accepted, another under the version is refused '
  '(EW409).';
revoke all on function public.register_feature_set(text, jsonb) from public;
grant execute on function public.register_feature_set(text, jsonb) to service_role;
