-- A feature set is a versioned list of features; its version is a hash of its definition, so a version can never come
-- to mean something else, and a model refuses features of another version.

create table public.feature_sets (
  version text not null,
  definition jsonb not null,
  created_at timestamptz not null default now(),
  constraint feature_sets_pkey primary key (version),
  constraint feature_sets_version_form check (version ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$')
);
comment on table public.feature_sets is 'Versioned lists of features: name, parameters and lookback of each.';
comment on column public.feature_sets.version is 'Hash of the definition.';

alter table public.feature_sets enable row level security;
create policy feature_sets_select_authenticated on public.feature_sets
for select to authenticated using (true);
grant select on public.feature_sets to authenticated;
grant select, insert on public.feature_sets to service_role;

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
