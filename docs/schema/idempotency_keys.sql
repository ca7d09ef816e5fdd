-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create table public.idempotency_keys (
  scope text not null,
  key text not null,
  fingerprint text not null,
  token uuid not null default gen_random_uuid(),
  locked_until timestamptz not null,
  answer jsonb,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  constraint idempotency_keys_pkey primary key (scope, key),
  constraint idempotency_keys_key_check check (char_length(key) between 1 and 255),
  constraint idempotency_keys_scope_check check (char_length(scope) between 1 and 300)
);

comment on table public.idempotency_keys is
  'Answers to requests that carried an Idempotency-Key, for 24 hours; without an answer, a request under way.';
comment on column public.idempotency_keys.scope is
  'Caller and route: a key means nothing to anybody else, or elsewhere.';
comment on column public.idempotency_keys.fingerprint is 'SHA-256 of path, query and body.';
comment on column public.idempotency_keys.token is
  'Of the request that holds the key: one that lost its lock cannot answer.';
comment on column public.idempotency_keys.answer is '{status, contentType, body}, without secrets.';

create index idempotency_keys_expires_at_idx on public.idempotency_keys (expires_at);

alter table public.idempotency_keys enable row level security;
grant select, insert, update, delete on public.idempotency_keys to service_role;
