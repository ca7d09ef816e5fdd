-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function public.get_realised_trades(p_since timestamptz, p_limit integer default 5000)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(to_jsonb(t) order by t.created_at), '[]')
  from (
    select *
    from public.ml_training_samples as s
    where s.status in ('TP_HIT', 'SL_HIT', 'TIMEOUT')
      and s.signal_type in ('SELL', 'BUY')
      and s.created_at >= p_since
    order by s.created_at desc
    limit least(greatest(p_limit, 1), 20000)
  ) as t
$$;

comment on function public.get_realised_trades(timestamptz, integer) is
  'Closed trades opened since p_since with the indicators at their entry, the newest p_limit (at most '
  '20,000), oldest first.';
revoke all on function public.get_realised_trades(timestamptz, integer) from public;
grant execute on function public.get_realised_trades(timestamptz, integer) to service_role;
