-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create table public.platform_limits (
  name text not null,
  value integer not null,
  constraint platform_limits_pkey primary key (name),
  constraint platform_limits_value_positive check (value > 0)
);

comment on table public.platform_limits is 'How much one user may have of what; the service changes it.';

alter table public.platform_limits enable row level security;
create policy platform_limits_select_authenticated on public.platform_limits
for select to authenticated
using (true);
grant select on public.platform_limits to authenticated;
grant select, update on public.platform_limits to service_role;

insert into public.platform_limits (name, value)
values
  ('symbols_per_watchlist', 500),
  ('watchlists_per_user', 100);
