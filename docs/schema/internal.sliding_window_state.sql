-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function internal.sliding_window_state(p_key text, p_limit bigint, p_window_ms bigint, p_cost bigint, p_now_ms bigint)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_start_ms bigint := p_now_ms - p_now_ms % p_window_ms;
  v_left_ms bigint := p_window_ms - p_now_ms % p_window_ms;
  v_previous bigint;
  v_current bigint;
  v_used bigint;
  v_wait_ms bigint;
begin
  select
    coalesce(sum(used) filter (where window_start < to_timestamp(v_start_ms / 1000.0)), 0),
    coalesce(sum(used) filter (where window_start = to_timestamp(v_start_ms / 1000.0)), 0)
  into v_previous, v_current
  from public.rate_limits
  where key = p_key and window_ms = p_window_ms
    and window_start between to_timestamp((v_start_ms - p_window_ms) / 1000.0) and to_timestamp(v_start_ms / 1000.0);
  v_used := v_current + v_left_ms * v_previous / p_window_ms;
  if v_used + p_cost <= p_limit then
    return jsonb_build_object(
      'allowed', true, 'limit', p_limit, 'remaining', p_limit - v_used - p_cost, 'resetMs', v_left_ms
    );
  end if;
  v_wait_ms := case
    when v_current + p_cost <= p_limit
      then internal.fading_wait_ms(v_previous, p_limit - p_cost - v_current, p_window_ms) - (p_window_ms - v_left_ms)
    else v_left_ms + internal.fading_wait_ms(v_current, p_limit - p_cost, p_window_ms)
  end;
  return jsonb_build_object(
    'allowed', false, 'limit', p_limit, 'remaining', greatest(0, p_limit - v_used), 'resetMs', v_wait_ms
  );
end;
$$;

comment on function internal.sliding_window_state(text, bigint, bigint, bigint, bigint) is
  'Whether p_cost fits into a sliding window now: {allowed, limit, remaining, resetMs}. Takes nothing.';
revoke all on function internal.sliding_window_state(text, bigint, bigint, bigint, bigint) from public;
grant execute on function internal.sliding_window_state(text, bigint, bigint, bigint, bigint) to service_role;
