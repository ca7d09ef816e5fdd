-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function internal.update_row(p_row anyelement, p_changes jsonb, p_role name default current_user)
returns anyelement
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_table constant regclass := (select t.typrelid from pg_type as t where t.oid = pg_typeof(p_row));
  v_columns text;
  v_values text;
  v_key text;
  -- The answer's own variable: before Postgres 17 a composite argument lends its type to no other.
  v_after alias for $0;
begin
  select
    string_agg(quote_ident(a.attname), ', ' order by a.attnum), string_agg(format('given.%I', a.attname), ', ' order by a.attnum)
  into v_columns, v_values
  from pg_attribute as a
  where a.attrelid = v_table and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attidentity = ''
    and p_changes ? a.attname and has_column_privilege(p_role, a.attrelid, a.attnum, 'update');
  if v_columns is null then
    return p_row;
  end if;
  select string_agg(format('stored.%1$I = ($1).%1$I', a.attname), ' and ') into v_key
  from pg_index as i
  inner join pg_attribute as a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
  where i.indrelid = v_table and i.indisprimary;
  execute format(
    'update %s as stored set (%s) = (select %s from jsonb_populate_record($1, $2) as given) where %s returning stored.*',
    v_table, v_columns, v_values, v_key
  ) into v_after using p_row, p_changes;
  return v_after;
end
$$;

comment on function internal.update_row(anyelement, jsonb, name) is
  'Changes a stored row, found by its primary key, to what an object with the names of columns gives, and '
  'answers it. Keys that are no column, and columns that p_role may not update, are passed over: the table''s '
  'grants say what may be changed.';
revoke all on function internal.update_row(anyelement, jsonb, name) from public;
grant execute on function internal.update_row(anyelement, jsonb, name) to authenticated, service_role;
