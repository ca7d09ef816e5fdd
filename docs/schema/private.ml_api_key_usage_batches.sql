-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create table private.ml_api_key_usage_batches (
  batch_id uuid not null,
  api_key_id uuid not null,
  endpoint text not null,
  status integer not null,
  day date not null,
  calls bigint not null,
  last_used_at timestamptz not null,
  rolled_up_at timestamptz,
  constraint ml_api_key_usage_batches_pkey primary key (batch_id, api_key_id, endpoint, status, day),
  constraint ml_api_key_usage_batches_api_key_id_fkey foreign key (api_key_id)
    references public.ml_api_keys (id) on delete cascade,
  constraint ml_api_key_usage_batches_calls_range check (calls > 0)
);

comment on table private.ml_api_key_usage_batches is
  'Calls as isolates wrote them, until they are summed up; kept an hour longer, so that a batch sent again '
  'is known.';

create index ml_api_key_usage_batches_api_key_id on private.ml_api_key_usage_batches (api_key_id);
create index ml_api_key_usage_batches_waiting
on private.ml_api_key_usage_batches (batch_id)
where rolled_up_at is null;

alter table private.ml_api_key_usage_batches enable row level security;
grant select, insert on private.ml_api_key_usage_batches to service_role;
