-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function internal.to_networks(p_networks jsonb)
returns inet[]
language plpgsql
immutable
set search_path = ''
as $$
begin
  return array(select n.network::inet from jsonb_array_elements_text(p_networks) as n (network));
exception when invalid_text_representation then
  raise exception 'ip_allowlist holds something that is no network' using errcode = 'EW400';
end
$$;

comment on function internal.to_networks(jsonb) is
  'A JSON array of addresses and networks as inet; one that is none is EW400.';
revoke all on function internal.to_networks(jsonb) from public;
grant execute on function internal.to_networks(jsonb) to service_role;
