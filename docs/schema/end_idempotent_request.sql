-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

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
