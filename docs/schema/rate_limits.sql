-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create unlogged table public.rate_limits (
  key text not null,
  window_ms bigint not null,
  window_start timestamptz not null,
  window_end timestamptz not null,
  used bigint not null,
  constraint rate_limits_pkey primary key (key, window_ms, window_start),
  constraint rate_limits_key_check check (char_length(key) between 1 and 200),
  constraint rate_limits_used_check check (used >= 0),
  constraint rate_limits_window_ms_check check (window_ms between 1 and 3600000)
);

comment on table public.rate_limits is
  'What each key (a user, an API key, an address) has used in each window; rows leave an hour after their '
  'window''s end.';
comment on column public.rate_limits.key is 'kind:id of who is counted, such as user:<uuid>.';
comment on column public.rate_limits.used is 'Cost of what was admitted in the window.';

create index rate_limits_window_end_idx on public.rate_limits (window_end);

alter table public.rate_limits enable row level security;
grant select, insert, update, delete on public.rate_limits to service_role;
