-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function internal.weight_changes(p_previous jsonb, p_new jsonb)
returns jsonb
language sql
immutable
set search_path = ''
as $$
  select case
    when p_previous is not null and p_new is not null
      then coalesce(jsonb_object_agg(n.key, n.value::numeric - o.value::numeric) filter (where n.value <> o.value), '{}')
  end
  from jsonb_each(p_new) as n
  join jsonb_each(p_previous) as o on o.key = n.key
$$;

comment on function internal.weight_changes(jsonb, jsonb) is
  'Weight by weight, how much higher it is in p_new than in p_previous: those that differ, of indicators in '
  'both. Null where either is.';
revoke all on function internal.weight_changes(jsonb, jsonb) from public;
grant execute on function internal.weight_changes(jsonb, jsonb) to service_role;
