-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function private.audit_api_key()
returns trigger
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  -- Hashes are secrets' shadows; usage changes by itself, without an act.
  c_unlogged constant text[] := array['key_hash', 'previous_key_hash', 'usage_count', 'last_used_at', 'updated_at'];
  v_before jsonb;
  v_after jsonb;
  v_actor jsonb;
  v_action text;
begin
  if tg_op <> 'INSERT' then
    v_before := to_jsonb(old) - c_unlogged;
  end if;
  if tg_op <> 'DELETE' then
    v_after := to_jsonb(new) - c_unlogged;
  end if;
  if tg_op = 'UPDATE' then
    select jsonb_object_agg(b.key, b.value), jsonb_object_agg(b.key, v_after -> b.key) into v_before, v_after
    from jsonb_each(v_before) as b
    where v_after -> b.key is distinct from b.value;
    if v_before is null and new.key_hash = old.key_hash then
      return null;
    end if;
  end if;

  v_action := case
    when tg_op = 'INSERT' then 'issue'
    when tg_op = 'DELETE' then 'delete'
    when new.revoked_at is not null and old.revoked_at is null then 'revoke'
    when new.key_hash <> old.key_hash then 'rotate'
    when old.is_active and not new.is_active then 'disable'
    when new.is_active and not old.is_active then 'enable'
    else 'edit'
  end;
  v_actor := case
    when auth.uid() is not null then jsonb_build_object(
      'kind', case when internal.is_operator() then 'operator' else 'user' end, 'id', auth.uid()
    )
    else coalesce(nullif(current_setting('edgewise.actor', true), '')::jsonb, '{"kind": "secret"}')
  end;
  perform internal.audit(
    v_actor, 'api_key.' || v_action, 'api_key', coalesce(new.id, old.id)::text, v_before, v_after
  );
  return null;
end
$$;

comment on function private.audit_api_key() is
  'Trigger: records who changed a key, and what of it. Runs with its owner''s rights, because who edits a key '
  'may not write the log.';
revoke all on function private.audit_api_key() from public;
