-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

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
for select to authenticated
using (true);
grant select on public.feature_sets to authenticated;
grant select, insert on public.feature_sets to service_role;
