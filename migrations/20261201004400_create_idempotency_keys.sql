-- The answer to a request with an Idempotency-Key is kept, so that asking again after a lost answer does nothing twice. The
-- database decides who goes first: a second request meanwhile is told to wait, one with another body is refused. A
-- request whose isolate died holds its key only until its lock ends. Secrets never come here: the API takes
-- them out of an answer before it is stored.

create table public.idempotency_keys (
  scope text not null,
  key text not null,
  fingerprint text not null,
  token uuid not null default gen_random_uuid(),
  locked_until timestamptz not null,
  answer jsonb,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  constraint idempotency_keys_pkey primary key (scope, key),
  constraint idempotency_keys_scope_check check (char_length(scope) between 1 and 300),
  constraint idempotency_keys_key_check check (char_length(key) between 1 and 255)
);
create index idempotency_keys_expires_at_idx on public.idempotency_keys (expires_at);
comment on table public.idempotency_keys is
'Answers to requests that carried an Idempotency-Key, for 24 hours; without an answer, a request under way.';
comment on column public.idempotency_keys.scope is 'Caller and route: a key means nothing to anybody else, or elsewhere.';
comment on column public.idempotency_keys.fingerprint is 'SHA-256 of path, query and body.';
comment on column public.idempotency_keys.token is 'Of the request that holds the key: one that lost its lock cannot answer.';
comment on column public.idempotency_keys.answer is '{status, contentType, body}, without secrets.';

alter table public.idempotency_keys enable row level security;
grant select, insert, update, delete on public.idempotency_keys to service_role;

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

create function public.end_idempotent_request(p_scope text, p_key text, p_token uuid, p_answer jsonb default null)
returns boolean
language plpgsql
volatile
set search_path = ''
as $$
begin
  if p_answer is null then
    delete from public.idempotency_keys
    where scope = p_scope and key = p_key and token = p_token and answer is null;
  else
    update public.idempotency_keys set answer = p_answer
    where scope = p_scope and key = p_key and token = p_token and answer is null;
  end if;
  return found;
end;
$$;
comment on function public.end_idempotent_request(text, text, uuid, jsonb) is
  'Keeps the answer of a request, or (null) lets its key go. False: another request holds the key by now, '
  'and nothing changed.';
revoke all on function public.end_idempotent_request(text, text, uuid, jsonb) from public;
grant execute on function public.end_idempotent_request(text, text, uuid, jsonb) to service_role;

create function internal.sweep_idempotency_keys()
returns void
language sql
volatile
set search_path = ''
as $$
  delete from public.idempotency_keys where expires_at < now()
$$;
comment on function internal.sweep_idempotency_keys() is
  'Removes answers that are older than a day; run by pg_cron every hour.';
revoke all on function internal.sweep_idempotency_keys() from public;

select cron.schedule('sweep-idempotency-keys', '17 * * * *', 'select internal.sweep_idempotency_keys()');
