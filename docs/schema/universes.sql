-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create table public.universes (
  name text not null,
  created_at timestamptz not null default now(),
  constraint universes_pkey primary key (name),
  constraint universes_name_form check (name ~ '^[A-Za-z0-9][A-Za-z0-9._/+-]{0,63}$')
);

comment on table public.universes is 'Named sets of symbols that a model is trained on and serves.';

alter table public.universes enable row level security;
create policy universes_select_authenticated on public.universes
for select to authenticated
using (true);
grant select on public.universes to authenticated;
grant select, insert, update on public.universes to service_role;
