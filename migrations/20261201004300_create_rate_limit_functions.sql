-- One call decides about all limits of a key. The arithmetic is that of shared/limits, and one suite holds the two to
-- the same answers. Times are milliseconds since the epoch, by the clock of the isolate that asks, as with Upstash.

create function internal.fading_wait_ms(p_count bigint, p_room bigint, p_window_ms bigint)
returns bigint
language sql
immutable
set search_path = ''
as $$
  select case
    when p_room < 0 then p_window_ms
    when p_count <= p_room then 0
    else p_window_ms - ((p_room + 1) * p_window_ms + p_count - 1) / p_count + 1
  end
$$;
comment on function internal.fading_wait_ms(bigint, bigint, bigint) is
  'How far into a window, in milliseconds, the count of the window before weighs no more than p_room; a '
  'whole window where it never does.';
revoke all on function internal.fading_wait_ms(bigint, bigint, bigint) from public;
grant execute on function internal.fading_wait_ms(bigint, bigint, bigint) to service_role;

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

create function internal.token_bucket_state(
  p_key text,
  p_limit bigint,
  p_refill bigint,
  p_interval_ms bigint,
  p_cost bigint,
  p_now_ms bigint
)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_tokens bigint := p_limit;
  v_refilled_ms bigint := p_now_ms;
  v_refills bigint;
  v_bucket public.rate_limit_buckets;
begin
  select * into v_bucket from public.rate_limit_buckets where key = p_key;
  if found then
    v_refilled_ms := round(extract(epoch from v_bucket.refilled_at) * 1000);
    v_refills := greatest(0, (p_now_ms - v_refilled_ms) / p_interval_ms);
    v_tokens := least(p_limit, v_bucket.tokens + v_refills * p_refill);
    v_refilled_ms := v_refilled_ms + v_refills * p_interval_ms;
  end if;
  v_refills := case when v_tokens >= p_cost then 1 else (p_cost - v_tokens + p_refill - 1) / p_refill end;
  return jsonb_build_object(
    'allowed', v_tokens >= p_cost,
    'limit', p_limit,
    'remaining', case when v_tokens >= p_cost then v_tokens - p_cost else v_tokens end,
    'resetMs', v_refilled_ms + v_refills * p_interval_ms - p_now_ms,
    'refilledAtMs', v_refilled_ms
  );
end;
$$;
comment on function internal.token_bucket_state(text, bigint, bigint, bigint, bigint, bigint) is
  'Whether p_cost tokens are in a bucket that is refilled up to now: {allowed, limit, remaining, resetMs, '
  'refilledAtMs}. Takes nothing.';
revoke all on function internal.token_bucket_state(text, bigint, bigint, bigint, bigint, bigint) from public;
grant execute on function internal.token_bucket_state(text, bigint, bigint, bigint, bigint,
  bigint) to service_role;

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

create function public.take_rate_limits(p_key text, p_limits jsonb, p_cost bigint, p_now_ms bigint)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_limit jsonb;
  v_state jsonb;
  v_states jsonb[] := '{}';
  v_allowed boolean := true;
begin
  if p_cost < 1 or jsonb_array_length(p_limits) = 0 then
    raise exception 'a cost of at least 1 and at least one limit are needed' using errcode = 'EW400';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('rate limit ' || p_key, 0));
  for v_limit in select value from jsonb_array_elements(p_limits) loop
    v_state := case v_limit ->> 'kind'
      when 'sliding_window' then internal.sliding_window_state(
        p_key, (v_limit ->> 'limit')::bigint, (v_limit ->> 'windowMs')::bigint, p_cost, p_now_ms
      )
      when 'token_bucket' then internal.token_bucket_state(
        p_key, (v_limit ->> 'limit')::bigint, (v_limit ->> 'refill')::bigint, (v_limit ->> 'intervalMs')::bigint,
        p_cost, p_now_ms
      )
    end;
    v_states := v_states || v_state;
    v_allowed := v_allowed and (v_state ->> 'allowed')::boolean;
  end loop;
  if v_allowed then
    for v_index in 1 .. cardinality(v_states) loop
      perform internal.take_from_limit(p_key, p_limits -> v_index - 1, v_states[v_index], p_cost, p_now_ms);
    end loop;
  end if;
  return (
    select jsonb_agg(state - 'refilledAtMs' order by place)
    from unnest(v_states) with ordinality as asked (state, place)
  );
end;
$$;
comment on function public.take_rate_limits(text, jsonb, bigint, bigint) is
  'Takes p_cost from every limit of a key or, when one refuses, from none. p_limits: [{kind: sliding_window, '
  'limit, windowMs} | {kind: token_bucket, limit, refill, intervalMs}]. Answers how each stands: [{allowed, '
  'limit, remaining, resetMs}].';
revoke all on function public.take_rate_limits(text, jsonb, bigint, bigint) from public;
grant execute on function public.take_rate_limits(text, jsonb, bigint, bigint) to service_role;

create function public.get_rate_limit_tiers()
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_object_agg(
    name, jsonb_build_object('perMinute', per_minute, 'perHour', per_hour, 'burst', burst)
  )
  from public.rate_limit_tiers
$$;
comment on function public.get_rate_limit_tiers() is
  'Every tier by its name: {perMinute, perHour, burst}, null where there is no such limit.';
revoke all on function public.get_rate_limit_tiers() from public;
grant execute on function public.get_rate_limit_tiers() to service_role;

create function internal.sweep_rate_limits()
returns void
language sql
volatile
set search_path = ''
as $$
  delete from public.rate_limits where window_end < now() - interval '1 hour';
  delete from public.rate_limit_buckets where full_at < now();
$$;
comment on function internal.sweep_rate_limits() is
  'Removes counters that weigh nothing any more; run by pg_cron every ten minutes.';
revoke all on function internal.sweep_rate_limits() from public;

select cron.schedule('sweep-rate-limits', '*/10 * * * *', 'select internal.sweep_rate_limits()');
