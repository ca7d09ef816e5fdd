-- The one check of a key, by its hash, in one round trip. Its answer carries all that a request needs to know of its caller.

create function public.validate_ml_api_key(p_key_hash text, p_address inet default null)
returns table (
  is_valid boolean,
  code text,
  key_id uuid,
  user_id uuid,
  key_name text,
  environment text,
  scopes text[],
  rate_limit_per_minute integer,
  rate_limit_per_hour integer,
  metadata jsonb,
  expires_at timestamptz,
  usage_count bigint
)
language sql
stable
set search_path = ''
as $$
  with found as (
    select
      k.*,
      least(k.expires_at, case when k.previous_key_hash = p_key_hash then k.previous_valid_until end) as valid_until
    from public.ml_api_keys as k
    where k.key_hash = p_key_hash or k.previous_key_hash = p_key_hash
  ),
  verdict as (
    select
      case
        when f.id is null then 'NOT_FOUND'
        when f.revoked_at is not null or not f.is_active then 'DISABLED'
        when f.valid_until <= now() then 'EXPIRED'
        when f.ip_allowlist <> '{}' and (p_address <<= any(f.ip_allowlist)) is not true then 'FORBIDDEN_IP'
        else 'VALID'
      end as code,
      f as key
    from (select) as asked left join found as f on true
  )
  select
    v.code = 'VALID', v.code, (v.key).id, (v.key).user_id, (v.key).key_name, (v.key).environment, (v.key).scopes,
    (v.key).rate_limit_per_minute, (v.key).rate_limit_per_hour, (v.key).metadata, (v.key).valid_until,
    (v.key).usage_count
  from verdict as v
$$;
comment on function public.validate_ml_api_key(text, inet) is
  'What a key, named by the SHA-256 of its text, may do when it is sent from an address. Always one row, '
  'whose code is VALID, NOT_FOUND, DISABLED (revoked keys too), EXPIRED (the grace of a rotation too) or '
  'FORBIDDEN_IP (an unknown address included); expires_at is the end of this text of the key.';
revoke all on function public.validate_ml_api_key(text, inet) from public;
grant execute on function public.validate_ml_api_key(text, inet) to service_role;
