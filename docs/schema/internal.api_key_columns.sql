-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function internal.api_key_columns(p_given jsonb)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
begin
  if octet_length((p_given -> 'metadata')::text) > 4096 then
    raise exception 'metadata takes more than 4096 bytes' using errcode = 'EW400';
  end if;
  if not p_given ? 'ip_allowlist' then
    return p_given;
  end if;
  return p_given || jsonb_build_object(
    'ip_allowlist', array(select n.network::inet from jsonb_array_elements_text(p_given -> 'ip_allowlist') as n (network))
  );
exception when invalid_text_representation then
  raise exception 'ip_allowlist holds something that is no network' using errcode = 'EW400';
end
$$;

comment on function internal.api_key_columns(jsonb) is
  'Columns of a key as its owner gave them, when they can be stored: metadata of more than 4096 bytes and '
  'networks that are none are EW400.';
revoke all on function internal.api_key_columns(jsonb) from public;
grant execute on function internal.api_key_columns(jsonb) to service_role;
