-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create unlogged table private.cache_entries (
  key text not null,
  value jsonb not null,
  expires_at timestamptz not null,
  constraint cache_entries_pkey primary key (key),
  constraint cache_entries_key_length check (char_length(key) between 1 and 512)
);

comment on table private.cache_entries is
  'Values that isolates share for some seconds; may be emptied at any time.';

create index cache_entries_expires_at on private.cache_entries (expires_at);

alter table private.cache_entries enable row level security;
grant select, insert, update on private.cache_entries to service_role;
