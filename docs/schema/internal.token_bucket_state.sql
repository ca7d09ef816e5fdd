-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

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
