-- How often a caller may ask, where there is no Upstash: the counters, and the one function that counts. Each call
-- takes an advisory lock of its key, so that two calls of the same caller are decided one after the other and a request
-- that any limit refuses takes from none. The counters are unlogged: they need no WAL, and after a crash they
-- begin anew, which costs a caller nothing.
--
-- Semantics are those of @upstash/ratelimit (docs/rate-limits.md): a sliding window is two fixed windows of which the
-- older one fades; a token bucket is refilled in whole intervals. All in whole numbers, so that both agree exactly.

create unlogged table public.rate_limits (
  key text not null,
  window_ms bigint not null,
  window_start timestamptz not null,
  window_end timestamptz not null,
  used bigint not null,
  constraint rate_limits_pkey primary key (key, window_ms, window_start),
  constraint rate_limits_key_check check (char_length(key) between 1 and 200),
  constraint rate_limits_window_ms_check check (window_ms between 1 and 3600000),
  constraint rate_limits_used_check check (used >= 0)
);
create index rate_limits_window_end_idx on public.rate_limits (window_end);
comment on table public.rate_limits is
'What each key (a user, an API key, an address) has used in each window; rows leave an hour after their window''s end.';
comment on column public.rate_limits.key is 'kind:id of who is counted, such as user:<uuid>.';
comment on column public.rate_limits.used is 'Cost of what was admitted in the window.';

alter table public.rate_limits enable row level security;
grant select, insert, update, delete on public.rate_limits to service_role;

create unlogged table public.rate_limit_buckets (
  key text not null,
  tokens bigint not null,
  refilled_at timestamptz not null,
  full_at timestamptz not null,
  constraint rate_limit_buckets_pkey primary key (key),
  constraint rate_limit_buckets_key_check check (char_length(key) between 1 and 200),
  constraint rate_limit_buckets_tokens_check check (tokens >= 0)
);
create index rate_limit_buckets_full_at_idx on public.rate_limit_buckets (full_at);
comment on table public.rate_limit_buckets is
'Token buckets: what a key may still use at once. A full bucket needs no row, so rows leave when it is full again.';

alter table public.rate_limit_buckets enable row level security;
grant select, insert, update, delete on public.rate_limit_buckets to service_role;

create table public.rate_limit_tiers (
  name text not null,
  per_minute bigint,
  per_hour bigint,
  burst bigint,
  description text not null,
  updated_at timestamptz not null default now(),
  constraint rate_limit_tiers_pkey primary key (name),
  constraint rate_limit_tiers_name_check check (
    name in ('anyone', 'anon', 'user', 'operator', 'api_key', 'secret', 'cron')
  ),
  constraint rate_limit_tiers_per_minute_check check (per_minute > 0),
  constraint rate_limit_tiers_per_hour_check check (per_hour > 0),
  constraint rate_limit_tiers_burst_check check (burst > 0)
);
comment on table public.rate_limit_tiers is
'What each kind of caller is held to; null is no such limit. Isolates read it once a minute.';

create trigger rate_limit_tiers_set_updated_at before update on public.rate_limit_tiers
for each row execute function internal.set_updated_at();

alter table public.rate_limit_tiers enable row level security;
grant select, insert, update, delete on public.rate_limit_tiers to service_role;

insert into public.rate_limit_tiers (name, per_minute, per_hour, burst, description)
values
('anyone', 120, 2000, 60, 'No credential: counted by address.'),
('anon', 240, 4000, 120, 'The publishable key alone: counted by address.'),
('user', 600, 20000, 200, 'A signed-in user.'),
('operator', 1200, 40000, 400, 'A user with app_metadata.role = operator.'),
('api_key', 60, 1000, null, 'An API key that carries no limits of its own.'),
('secret', null, null, null, 'The project''s secret key: the platform itself.'),
('cron', null, null, null, 'pg_cron''s key, which opens job routes only.');
