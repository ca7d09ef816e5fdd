-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create table public.rate_limit_tiers (
  name text not null,
  per_minute bigint,
  per_hour bigint,
  burst bigint,
  description text not null,
  updated_at timestamptz not null default now(),
  constraint rate_limit_tiers_pkey primary key (name),
  constraint rate_limit_tiers_burst_check check (burst > 0),
  constraint rate_limit_tiers_name_check check (
    name in ('anyone', 'anon', 'user', 'operator', 'api_key', 'secret', 'cron')
  ),
  constraint rate_limit_tiers_per_hour_check check (per_hour > 0),
  constraint rate_limit_tiers_per_minute_check check (per_minute > 0)
);

comment on table public.rate_limit_tiers is
  'What each kind of caller is held to; null is no such limit. Isolates read it once a minute.';

create trigger rate_limit_tiers_set_updated_at
before update on public.rate_limit_tiers
for each row execute function internal.set_updated_at();

alter table public.rate_limit_tiers enable row level security;
grant select, insert, update, delete on public.rate_limit_tiers to service_role;

insert into public.rate_limit_tiers (name, per_minute, per_hour, burst, description)
values
  ('anon', 240, 4000, 120, 'The publishable key alone: counted by address.'),
  ('anyone', 120, 2000, 60, 'No credential: counted by address.'),
  ('api_key', 60, 1000, null, 'An API key that carries no limits of its own.'),
  ('cron', null, null, null, 'pg_cron''s key, which opens job routes only.'),
  ('operator', 1200, 40000, 400, 'A user with app_metadata.role = operator.'),
  ('secret', null, null, null, 'The project''s secret key: the platform itself.'),
  ('user', 600, 20000, 200, 'A signed-in user.');
