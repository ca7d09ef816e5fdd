-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function internal.take_from_limit(p_key text, p_limit jsonb, p_state jsonb, p_cost bigint, p_now_ms bigint)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_window_ms bigint := p_limit ->> 'windowMs';
  v_start_ms bigint := p_now_ms - p_now_ms % v_window_ms;
  v_refilled_ms bigint := p_state ->> 'refilledAtMs';
  v_refills numeric := ceil(
    ((p_state ->> 'limit')::numeric - (p_state ->> 'remaining')::numeric) / (p_limit ->> 'refill')::numeric
  );
begin
  if p_limit ->> 'kind' = 'sliding_window' then
    insert into public.rate_limits as held (key, window_ms, window_start, window_end, used)
    values (
      p_key,
      v_window_ms,
      to_timestamp(v_start_ms / 1000.0),
      to_timestamp((v_start_ms + v_window_ms) / 1000.0),
      p_cost
    )
    on conflict (key, window_ms, window_start) do update set used = held.used + excluded.used;
  else
    insert into public.rate_limit_buckets (key, tokens, refilled_at, full_at)
    values (
      p_key,
      (p_state ->> 'remaining')::bigint,
      to_timestamp(v_refilled_ms / 1000.0),
      to_timestamp((v_refilled_ms + v_refills * (p_limit ->> 'intervalMs')::bigint) / 1000.0)
    )
    on conflict (key) do update
    set tokens = excluded.tokens, refilled_at = excluded.refilled_at, full_at = excluded.full_at;
  end if;
end;
$$;

comment on function internal.take_from_limit(text, jsonb, jsonb, bigint, bigint) is
  'Takes p_cost from one limit whose state allows it.';
revoke all on function internal.take_from_limit(text, jsonb, jsonb, bigint, bigint) from public;
grant execute on function internal.take_from_limit(text, jsonb, jsonb, bigint, bigint) to service_role;
