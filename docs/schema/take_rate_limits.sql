-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

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
