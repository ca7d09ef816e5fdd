-- Keys of third parties. A key is random and long, so its SHA-256 is all that is stored: whoever reads this table can use
-- none of it. After a rotation the hash before is kept until its grace is over. Owners read their keys and edit what is
-- theirs to choose; limits, usage, ownership, expiry and hashes change through the functions of the service only.
--
-- Every change of a key leaves a row in the audit log, an owner's own edit over REST too: a trigger writes it, not the
-- functions. Who did it is the signed-in user, or whom the service names for its transaction in edgewise.actor.

create function private.audit_api_key()
returns trigger
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  -- Hashes are secrets' shadows; usage changes by itself, without an act.
  c_unlogged constant text[] := array['key_hash', 'previous_key_hash', 'usage_count', 'last_used_at', 'updated_at'];
  v_before jsonb;
  v_after jsonb;
  v_actor jsonb;
  v_action text;
begin
  if tg_op <> 'INSERT' then
    v_before := to_jsonb(old) - c_unlogged;
  end if;
  if tg_op <> 'DELETE' then
    v_after := to_jsonb(new) - c_unlogged;
  end if;
  if tg_op = 'UPDATE' then
    select jsonb_object_agg(b.key, b.value), jsonb_object_agg(b.key, v_after -> b.key) into v_before, v_after
    from jsonb_each(v_before) as b
    where v_after -> b.key is distinct from b.value;
    if v_before is null and new.key_hash = old.key_hash then
      return null;
    end if;
  end if;

  v_action := case
    when tg_op = 'INSERT' then 'issue'
    when tg_op = 'DELETE' then 'delete'
    when new.revoked_at is not null and old.revoked_at is null then 'revoke'
    when new.key_hash <> old.key_hash then 'rotate'
    when old.is_active and not new.is_active then 'disable'
    when new.is_active and not old.is_active then 'enable'
    else 'edit'
  end;
  v_actor := case
    when auth.uid() is not null then jsonb_build_object(
      'kind', case when internal.is_operator() then 'operator' else 'user' end, 'id', auth.uid()
    )
    else coalesce(nullif(current_setting('edgewise.actor', true), '')::jsonb, '{"kind": "secret"}')
  end;
  perform internal.audit(
    v_actor, 'api_key.' || v_action, 'api_key', coalesce(new.id, old.id)::text, v_before, v_after
  );
  return null;
end
$$;
comment on function private.audit_api_key() is
  'Trigger: records who changed a key, and what of it. Runs with its owner''s rights, because who edits a key '
  'may not write the log.';
revoke all on function private.audit_api_key() from public;

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
  scopes text [] not null,
  rate_limit_per_minute integer not null default 60,
  rate_limit_per_hour integer not null default 1000,
  ip_allowlist inet [] not null default '{}',
  metadata jsonb not null default '{}',
  is_active boolean not null default true,
  expires_at timestamptz,
  revoked_at timestamptz,
  rotated_at timestamptz,
  last_used_at timestamptz,
  usage_count bigint not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint ml_api_keys_pkey primary key (id),
  constraint ml_api_keys_user_id_fkey foreign key (user_id) references auth.users (id) on delete cascade,
  constraint ml_api_keys_key_hash_key unique (key_hash),
  constraint ml_api_keys_key_name_length check (char_length(key_name) between 1 and 100),
  constraint ml_api_keys_key_type_form check (key_type ~ '^[a-z][a-z0-9_-]{0,19}$'),
  constraint ml_api_keys_environment_known check (environment in ('live', 'test')),
  constraint ml_api_keys_key_prefix_form check (key_prefix ~ '^ew_(live|test)_[0-9A-Za-z]{6}$'),
  constraint ml_api_keys_key_hash_form check (key_hash ~ '^[0-9a-f]{64}$'),
  constraint ml_api_keys_previous_key_hash_form check (previous_key_hash ~ '^[0-9a-f]{64}$'),
  constraint ml_api_keys_previous_complete check (num_nulls(previous_key_hash, previous_valid_until) in (0, 2)),
  constraint ml_api_keys_scopes_known check (
    scopes <@ array[
      '*', 'indicators:*', 'indicators:read', 'keys:*', 'keys:verify', 'market-data:*', 'market-data:read', 'models:*',
      'models:read', 'predict:*', 'predict:read', 'signals:*', 'signals:read', 'signals:write'
    ]
  ),
  constraint ml_api_keys_scopes_count check (cardinality(scopes) between 1 and 32),
  constraint ml_api_keys_rate_limit_per_minute_range check (rate_limit_per_minute > 0),
  constraint ml_api_keys_rate_limit_per_hour_range check (rate_limit_per_hour > 0),
  constraint ml_api_keys_ip_allowlist_form check (
    cardinality(ip_allowlist) <= 64 and array_position(ip_allowlist, null) is null
  ),
  constraint ml_api_keys_metadata_form check (
    jsonb_typeof(metadata) = 'object' and octet_length(metadata::text) <= 4096
  ),
  constraint ml_api_keys_usage_count_range check (usage_count >= 0)
);
create index ml_api_keys_user_id on public.ml_api_keys (user_id, created_at desc, id desc);
create unique index ml_api_keys_previous_key_hash on public.ml_api_keys (previous_key_hash)
where previous_key_hash is not null;
comment on table public.ml_api_keys is 'API keys of third parties, by the hash of their text.';
comment on column public.ml_api_keys.user_id is 'The owner, who answers for every call that is made with the key.';
comment on column public.ml_api_keys.key_type is 'What its owner uses it for, in a word.';
comment on column public.ml_api_keys.environment is 'live, or test: synthetic symbols only, at no cost.';
comment on column public.ml_api_keys.key_prefix is 'The first characters of the key, to tell keys apart.';
comment on column public.ml_api_keys.key_hash is 'SHA-256 of the whole text of the key, in hexadecimal.';
comment on column public.ml_api_keys.previous_key_hash is 'The text before the last rotation, while its grace lasts.';
comment on column public.ml_api_keys.scopes is 'What it allows: resource:action, resource:* or *.';
comment on column public.ml_api_keys.ip_allowlist is 'Networks it may be used from; empty = anywhere.';
comment on column public.ml_api_keys.is_active is 'False: disabled by its owner, until enabled again.';
comment on column public.ml_api_keys.revoked_at is 'Out of use for good since then.';
comment on column public.ml_api_keys.last_used_at is 'Written with the usage, in batches: a few seconds late.';
comment on column public.ml_api_keys.usage_count is 'Calls answered so far, those of test keys included.';

create trigger ml_api_keys_set_updated_at
before update of
user_id, key_name, key_type, key_hash, scopes, rate_limit_per_minute, rate_limit_per_hour, ip_allowlist, metadata,
is_active, expires_at, revoked_at
on public.ml_api_keys
for each row execute function internal.set_updated_at();
create trigger ml_api_keys_audit
after insert or update or delete on public.ml_api_keys
for each row execute function private.audit_api_key();

alter table public.ml_api_keys enable row level security;
create policy ml_api_keys_select_owner on public.ml_api_keys
for select to authenticated using (user_id = (select auth.uid()));
create policy ml_api_keys_update_owner on public.ml_api_keys
for update to authenticated
using (user_id = (select auth.uid()) and revoked_at is null)
with check (user_id = (select auth.uid()));
-- Everything but the hashes, which are of use to nobody who should see them.
grant select (
  id, user_id, key_name, key_type, environment, key_prefix, previous_valid_until, scopes, rate_limit_per_minute,
  rate_limit_per_hour, ip_allowlist, metadata, is_active, expires_at, revoked_at, rotated_at, last_used_at, usage_count,
  created_at, updated_at
) on public.ml_api_keys to authenticated;
grant update (key_name, scopes, ip_allowlist, metadata, is_active) on public.ml_api_keys to authenticated;
grant select, insert, update on public.ml_api_keys to service_role;
