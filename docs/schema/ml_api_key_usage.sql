-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create table public.ml_api_key_usage (
  api_key_id uuid not null,
  day date not null,
  endpoint text not null,
  status integer not null,
  calls bigint not null,
  constraint ml_api_key_usage_pkey primary key (api_key_id, day, endpoint, status),
  constraint ml_api_key_usage_api_key_id_fkey foreign key (api_key_id)
    references public.ml_api_keys (id) on delete cascade,
  constraint ml_api_key_usage_calls_range check (calls > 0),
  constraint ml_api_key_usage_endpoint_form check (char_length(endpoint) between 1 and 200),
  constraint ml_api_key_usage_status_range check (status between 100 and 599)
);

comment on table public.ml_api_key_usage is
  'Calls of each API key by day (UTC), endpoint and status, summed up every minute.';
comment on column public.ml_api_key_usage.endpoint is
  'Method and path of the route, for example POST /ml-predict.';

alter table public.ml_api_key_usage enable row level security;
create policy ml_api_key_usage_select_owner on public.ml_api_key_usage
for select to authenticated
using ((api_key_id in (select k.id from public.ml_api_keys k where k.user_id = (select auth.uid()))));
grant select on public.ml_api_key_usage to authenticated, service_role;
