-- How often a key called what, with which outcome, on which day (UTC). Isolates count in memory and write a batch every
-- few seconds: an insert, so that no two of them wait for one another, under an id, so that a batch whose answer was lost
-- can be sent again. A job sums the batches up; calls are counted once whatever is retried or runs twice.

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
  constraint ml_api_key_usage_batches_api_key_id_fkey
  foreign key (api_key_id) references public.ml_api_keys (id) on delete cascade,
  constraint ml_api_key_usage_batches_calls_range check (calls > 0)
);
create index ml_api_key_usage_batches_api_key_id on private.ml_api_key_usage_batches (api_key_id);
create index ml_api_key_usage_batches_waiting on private.ml_api_key_usage_batches (batch_id) where rolled_up_at is null;
comment on table private.ml_api_key_usage_batches is
  'Calls as isolates wrote them, until they are summed up; kept an hour longer, so that a batch sent again is known.';

alter table private.ml_api_key_usage_batches enable row level security;
grant select, insert on private.ml_api_key_usage_batches to service_role;

create table public.ml_api_key_usage (
  api_key_id uuid not null,
  day date not null,
  endpoint text not null,
  status integer not null,
  calls bigint not null,
  constraint ml_api_key_usage_pkey primary key (api_key_id, day, endpoint, status),
  constraint ml_api_key_usage_api_key_id_fkey
  foreign key (api_key_id) references public.ml_api_keys (id) on delete cascade,
  constraint ml_api_key_usage_endpoint_form check (char_length(endpoint) between 1 and 200),
  constraint ml_api_key_usage_status_range check (status between 100 and 599),
  constraint ml_api_key_usage_calls_range check (calls > 0)
);
comment on table public.ml_api_key_usage is 'Calls of each API key by day (UTC), endpoint and status, summed up every minute.';
comment on column public.ml_api_key_usage.endpoint is 'Method and path of the route, for example POST /ml-predict.';

alter table public.ml_api_key_usage enable row level security;
create policy ml_api_key_usage_select_owner on public.ml_api_key_usage
for select to authenticated
using (api_key_id in (select k.id from public.ml_api_keys as k where k.user_id = (select auth.uid())));
grant select on public.ml_api_key_usage to authenticated, service_role;

create function public.record_api_key_usage(p_batch_id uuid, p_calls jsonb)
returns void
language sql
volatile
set search_path = ''
as $$
  insert into private.ml_api_key_usage_batches
  select b.*
  from jsonb_array_elements(p_calls) as c
  cross join lateral jsonb_populate_record(
    null::private.ml_api_key_usage_batches, c.value || jsonb_build_object('batch_id', p_batch_id)
  ) as b
  -- A key may have gone with its owner since it called.
  inner join public.ml_api_keys as k on k.id = b.api_key_id
  on conflict do nothing
$$;
comment on function public.record_api_key_usage(uuid, jsonb) is
  'Stores a batch of counts [{api_key_id, endpoint, status, day, calls, last_used_at}], each named once; a '
  'batch that is stored already changes nothing.';
revoke all on function public.record_api_key_usage(uuid, jsonb) from public;
grant execute on function public.record_api_key_usage(uuid, jsonb) to service_role;

create function internal.roll_up_api_key_usage()
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  with taken as (
    update private.ml_api_key_usage_batches set rolled_up_at = now()
    where rolled_up_at is null
    returning api_key_id, day, endpoint, status, calls, last_used_at
  ),
  summed as (
    insert into public.ml_api_key_usage as u (api_key_id, day, endpoint, status, calls)
    select t.api_key_id, t.day, t.endpoint, t.status, sum(t.calls)
    from taken as t
    group by t.api_key_id, t.day, t.endpoint, t.status
    on conflict (api_key_id, day, endpoint, status) do update set calls = u.calls + excluded.calls
  )
  update public.ml_api_keys as k set
    usage_count = k.usage_count + t.calls,
    last_used_at = greatest(k.last_used_at, t.last_used_at)
  from (
    select api_key_id, sum(calls) as calls, max(last_used_at) as last_used_at from taken group by api_key_id
  ) as t
  where k.id = t.api_key_id;

  delete from private.ml_api_key_usage_batches where rolled_up_at < now() - interval '1 hour';
end
$$;
comment on function internal.roll_up_api_key_usage() is
  'Adds the batches that wait to the sums by day and to their keys, each once; run by pg_cron every minute.';
revoke all on function internal.roll_up_api_key_usage() from public;

create function public.get_api_key_usage(p_user_id uuid, p_id uuid, p_from date, p_to date)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select case
    when exists (select from public.ml_api_keys as k where k.id = p_id and k.user_id = p_user_id) then (
      select coalesce(jsonb_agg(total order by total.day, total.endpoint, total.status), '[]')
      from (
        select c.day, c.endpoint, c.status, sum(c.calls) as calls
        from (
          select u.day, u.endpoint, u.status, u.calls from public.ml_api_key_usage as u where u.api_key_id = p_id
          union all
          select b.day, b.endpoint, b.status, b.calls from private.ml_api_key_usage_batches as b
          where b.api_key_id = p_id and b.rolled_up_at is null
        ) as c
        where c.day between p_from and p_to
        group by c.day, c.endpoint, c.status
      ) as total
    )
  end
$$;
comment on function public.get_api_key_usage(uuid, uuid, date, date) is
  'Calls of a user''s key by day, endpoint and status, those that wait to be summed up included; null for a '
  'key of somebody else.';
revoke all on function public.get_api_key_usage(uuid, uuid, date, date) from public;
grant execute on function public.get_api_key_usage(uuid, uuid, date, date) to service_role;

select cron.schedule('roll-up-api-key-usage', '* * * * *', 'select internal.roll_up_api_key_usage()');
