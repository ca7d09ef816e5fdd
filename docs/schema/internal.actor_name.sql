-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function internal.actor_name(p_actor jsonb)
returns text
language sql
immutable
set search_path = ''
as $$
  select coalesce(p_actor ->> 'id', p_actor ->> 'kind')
$$;

comment on function internal.actor_name(jsonb) is 'How a log of acts names an actor {kind, id}.';
revoke all on function internal.actor_name(jsonb) from public;
grant execute on function internal.actor_name(jsonb) to service_role;
