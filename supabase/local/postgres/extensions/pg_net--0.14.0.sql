-- pg_net 0.14 without its C code: the same tables and functions. What sends the requests is the worker of the local
-- stack (supabase/local/net): a request leaves when its transaction has committed, once, and is never tried again.
-- Rights are those that the platform grants after `create extension`.

create schema net;

create domain net.http_method as text
  check (value ilike 'get' or value ilike 'post' or value ilike 'delete');

create unlogged table net.http_request_queue (
  id bigserial,
  method net.http_method not null,
  url text not null,
  headers jsonb,
  body bytea,
  timeout_milliseconds int not null
);

create unlogged table net._http_response (
  id bigint,
  status_code int,
  content_type text,
  headers jsonb,
  content text,
  timed_out boolean,
  error_msg text,
  created timestamptz not null default now()
);
create index _http_response_created_idx on net._http_response (created);

create function net._urlencode_string(string text) returns text
language sql immutable strict set search_path = '' as $$
  select coalesce(string_agg(
    case when symbol ~ '^[A-Za-z0-9_.~-]$' then symbol
    else upper(regexp_replace(encode(convert_to(symbol, 'utf8'), 'hex'), '(..)', '%\1', 'g')) end, '' order by at), '')
  from regexp_split_to_table(string, '') with ordinality as symbols(symbol, at)
$$;

create function net._with_params(url text, params jsonb) returns text
language sql immutable set search_path = '' as $$
  select url || coalesce((
    select case when position('?' in url) > 0 then '&' else '?' end
      || string_agg(net._urlencode_string(key) || '=' || net._urlencode_string(value), '&')
    from jsonb_each_text(params)), '')
$$;

-- A notification is delivered at commit: that is what makes the worker wait for the transaction.
create function net._enqueue(
  method text, url text, params jsonb, headers jsonb, body jsonb, timeout_milliseconds int)
returns bigint language plpgsql security definer set search_path = '' as $$
declare
  request_id bigint;
begin
  insert into net.http_request_queue (method, url, headers, body, timeout_milliseconds)
  values (method, net._with_params(url, params), headers, convert_to(body::text, 'utf8'), timeout_milliseconds)
  returning id into request_id;
  perform pg_notify('net_http_request_queue', '');
  return request_id;
end $$;

create function net.http_get(
  url text, params jsonb default '{}', headers jsonb default '{}', timeout_milliseconds int default 5000)
returns bigint language sql set search_path = '' as $$
  select net._enqueue('GET', url, params, headers, null, timeout_milliseconds)
$$;

create function net.http_post(
  url text, body jsonb default '{}', params jsonb default '{}',
  headers jsonb default '{"Content-Type": "application/json"}', timeout_milliseconds int default 5000)
returns bigint language plpgsql set search_path = '' as $$
declare
  content_type text := (select value from jsonb_each_text(headers) where lower(key) = 'content-type' limit 1);
begin
  if content_type is null then
    headers := coalesce(headers, '{}') || '{"Content-Type": "application/json"}';
  elsif content_type not like 'application/json%' then
    raise exception 'Content-Type header must be "application/json"';
  end if;
  return net._enqueue('POST', url, params, headers, body, timeout_milliseconds);
end $$;

create function net.http_delete(
  url text, params jsonb default '{}', headers jsonb default '{}', timeout_milliseconds int default 5000,
  body jsonb default null)
returns bigint language sql set search_path = '' as $$
  select net._enqueue('DELETE', url, params, headers, body, timeout_milliseconds)
$$;

grant usage on schema net to postgres, anon, authenticated, service_role;
grant all on all tables in schema net to postgres;
revoke all on function net.http_get, net.http_post, net.http_delete from public;
grant execute on function net.http_get, net.http_post, net.http_delete
  to postgres, anon, authenticated, service_role;
