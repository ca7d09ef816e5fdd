-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create table public.ml_api_keys (
  id uuid not null default gen_random_uuid(),
  user_id uuid not null,
  key_name text not null,
  key_type text not null default 'prediction',
  environment text not null,
  key_prefix text not null,
  key_hash text not null,
  previous_key_hash text,
  previous_valid_until timestamptz,
  scopes text[] not null,
  rate_limit_per_minute integer not null default 60,
  rate_limit_per_hour integer not null default 1000,
  ip_allowlist inet[] not null default '{}',
  metadata jsonb not null default '{}',
  is_active boolean not null default true,
  expires_at timestamptz,
  revoked_at timestamptz,
  rotated_at timestamptz,
  last_used_at timestamptz,
  usage_count bigint not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  description text,
  constraint ml_api_keys_pkey primary key (id),
  constraint ml_api_keys_key_hash_key unique (key_hash),
  constraint ml_api_keys_user_id_fkey foreign key (user_id) references auth.users (id) on delete cascade,
  constraint ml_api_keys_description_length check (char_length(description) between 1 and 1000),
  constraint ml_api_keys_environment_known check (environment in ('live', 'test')),
  constraint ml_api_keys_ip_allowlist_form check (
    cardinality(ip_allowlist) <= 64 and array_position(ip_allowlist, null::inet) is null
  ),
  constraint ml_api_keys_key_hash_form check (key_hash ~ '^[0-9a-f]{64}$'),
  constraint ml_api_keys_key_name_length check (char_length(key_name) between 1 and 100),
  constraint ml_api_keys_key_prefix_form check (key_prefix ~ '^ew_(live|test)_[0-9A-Za-z]{6}$'),
  constraint ml_api_keys_key_type_form check (key_type ~ '^[a-z][a-z0-9_-]{0,19}$'),
  constraint ml_api_keys_metadata_form check (
    jsonb_typeof(metadata) = 'object' and octet_length(metadata::text) <= 4096
  ),
  constraint ml_api_keys_previous_complete check (
    num_nulls(previous_key_hash, previous_valid_until) in (0, 2)
  ),
  constraint ml_api_keys_previous_key_hash_form check (previous_key_hash ~ '^[0-9a-f]{64}$'),
  constraint ml_api_keys_rate_limit_per_hour_range check (rate_limit_per_hour > 0),
  constraint ml_api_keys_rate_limit_per_minute_range check (rate_limit_per_minute > 0),
  constraint ml_api_keys_scopes_count check (cardinality(scopes) between 1 and 32),
  constraint ml_api_keys_scopes_known check (
    scopes <@ array['*', 'indicators:*', 'indicators:read', 'keys:*', 'keys:verify', 'market-data:*',
  'market-data:read', 'models:*', 'models:read', 'predict:*', 'predict:read', 'signals:*', 'signals:read',
  'signals:write']
  ),
  constraint ml_api_keys_usage_count_range check (usage_count >= 0)
);

comment on table public.ml_api_keys is 'API keys of third parties, by the hash of their text.';
comment on column public.ml_api_keys.user_id is
  'The owner, who answers for every call that is made with the key.';
comment on column public.ml_api_keys.key_type is 'What its owner uses it for, in a word.';
comment on column public.ml_api_keys.environment is 'live, or test: synthetic symbols only, at no cost.';
comment on column public.ml_api_keys.key_prefix is 'The first characters of the key, to tell keys apart.';
comment on column public.ml_api_keys.key_hash is 'SHA-256 of the whole text of the key, in hexadecimal.';
comment on column public.ml_api_keys.previous_key_hash is
  'The text before the last rotation, while its grace lasts.';
comment on column public.ml_api_keys.scopes is 'What it allows: resource:action, resource:* or *.';
comment on column public.ml_api_keys.ip_allowlist is 'Networks it may be used from; empty = anywhere.';
comment on column public.ml_api_keys.is_active is 'False: disabled by its owner, until enabled again.';
comment on column public.ml_api_keys.revoked_at is 'Out of use for good since then.';
comment on column public.ml_api_keys.last_used_at is
  'Written with the usage, in batches: a few seconds late.';
comment on column public.ml_api_keys.usage_count is 'Calls answered so far, those of test keys included.';
comment on column public.ml_api_keys.description is 'Its owner''s notes about it; null = none.';

create unique index ml_api_keys_previous_key_hash
on public.ml_api_keys (previous_key_hash)
where previous_key_hash is not null;
create index ml_api_keys_user_id on public.ml_api_keys (user_id, created_at desc, id desc);

create trigger ml_api_keys_audit
after insert or delete or update on public.ml_api_keys
for each row execute function private.audit_api_key();

create trigger ml_api_keys_set_updated_at
before update on public.ml_api_keys
for each row when (not (old.usage_count is distinct from new.usage_count
  or old.last_used_at is distinct from new.last_used_at))
execute function internal.set_updated_at();

alter table public.ml_api_keys enable row level security;
create policy ml_api_keys_select_owner on public.ml_api_keys
for select to authenticated
using (user_id = (select auth.uid()));
create policy ml_api_keys_update_owner on public.ml_api_keys
for update to authenticated
using (user_id = (select auth.uid()) and revoked_at is null)
with check (user_id = (select auth.uid()));
grant select (id, user_id, key_name, key_type, environment, key_prefix, previous_valid_until, scopes,
  rate_limit_per_minute, rate_limit_per_hour, ip_allowlist, metadata, is_active, expires_at, revoked_at,
  rotated_at, last_used_at, usage_count, created_at, updated_at,
  description) on public.ml_api_keys to authenticated;
grant select, insert, update on public.ml_api_keys to service_role;
grant update (key_name, scopes, ip_allowlist, metadata, is_active,
  description) on public.ml_api_keys to authenticated;
