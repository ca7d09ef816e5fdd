-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create unlogged table public.rate_limit_buckets (
  key text not null,
  tokens bigint not null,
  refilled_at timestamptz not null,
  full_at timestamptz not null,
  constraint rate_limit_buckets_pkey primary key (key),
  constraint rate_limit_buckets_key_check check (char_length(key) between 1 and 200),
  constraint rate_limit_buckets_tokens_check check (tokens >= 0)
);

comment on table public.rate_limit_buckets is
  'Token buckets: what a key may still use at once. A full bucket needs no row, so rows leave when it is '
  'full again.';

create index rate_limit_buckets_full_at_idx on public.rate_limit_buckets (full_at);

alter table public.rate_limit_buckets enable row level security;
grant select, insert, update, delete on public.rate_limit_buckets to service_role;
