-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

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
