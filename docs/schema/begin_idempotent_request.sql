-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function public.begin_idempotent_request(
  p_scope text,
  p_key text,
  p_fingerprint text,
  p_lock_seconds double precision,
  p_keep_seconds double precision
)
returns jsonb
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_row public.idempotency_keys;
begin
  -- The row that is in the way may be released between the insert and the look at it: then there is room again.
  loop
    insert into public.idempotency_keys as held (scope, key, fingerprint, locked_until, expires_at)
    values (
      p_scope, p_key, p_fingerprint,
      now() + make_interval(secs => p_lock_seconds), now() + make_interval(secs => p_keep_seconds)
    )
    on conflict (scope, key) do update
    set
      fingerprint = excluded.fingerprint,
      token = excluded.token,
      locked_until = excluded.locked_until,
      answer = null,
      created_at = excluded.created_at,
      expires_at = excluded.expires_at
    where held.expires_at <= now() or (held.answer is null and held.locked_until <= now())
    returning * into v_row;
    if found then
      return jsonb_build_object('outcome', 'started', 'token', v_row.token);
    end if;

    select * into v_row from public.idempotency_keys where scope = p_scope and key = p_key;
    if found then
      return case
        when v_row.fingerprint <> p_fingerprint then jsonb_build_object('outcome', 'mismatch')
        when v_row.answer is null then jsonb_build_object('outcome', 'running')
        else jsonb_build_object('outcome', 'answered', 'answer', v_row.answer)
      end;
    end if;
  end loop;
end;
$$;

comment on function public.begin_idempotent_request(text, text, text, double precision, double precision) is
  'Claims an idempotency key. {outcome}: started, with the token to end it by; answered, with the answer; '
  'running; or mismatch, when the key came with another request.';
revoke all on function public.begin_idempotent_request(text, text, text, double precision, double precision) from public;
grant execute on function public.begin_idempotent_request(text, text, text, double precision,
  double precision) to service_role;
