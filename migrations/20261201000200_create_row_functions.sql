-- Functions take and give whole rows, as JSON objects with the columns' names, and these two write them by what the
-- catalogue says of their table: a new column is one `alter table`, and no function's body has a list to add it to.

create function internal.insert_rows(p_into anyelement, p_rows jsonb, p_on_conflict text default '')
returns setof anyelement
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_table constant regclass := (select t.typrelid from pg_type as t where t.oid = pg_typeof(p_into));
  v_columns text;
  v_values text;
begin
  select
    string_agg(quote_ident(a.attname), ', ' order by a.attnum),
    string_agg(
      case
        when d.adbin is null then format('given.%I', a.attname)
        else format('coalesce(given.%I, %s)', a.attname, pg_get_expr(d.adbin, d.adrelid))
      end,
      ', ' order by a.attnum
    )
  into v_columns, v_values
  from pg_attribute as a
  left join pg_attrdef as d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where a.attrelid = v_table and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attidentity = ''
    and has_column_privilege(a.attrelid, a.attnum, 'insert');
  return query execute format(
    'insert into %1$s as stored (%2$s) select %3$s from jsonb_populate_recordset(null::%1$s, $1) as given %4$s returning stored.*',
    v_table, v_columns, v_values, p_on_conflict
  ) using p_rows;
end
$$;
comment on function internal.insert_rows(anyelement, jsonb, text) is
  'Inserts an array of objects with the names of columns into the table of p_into (null::public.jobs), and '
  'answers the rows that are new. What an object leaves out or has null takes its default; keys that are no '
  'column, and columns that the caller may not insert, are passed over. p_on_conflict may name the table''s '
  'row as stored.';
revoke all on function internal.insert_rows(anyelement, jsonb, text) from public;
grant execute on function internal.insert_rows(anyelement, jsonb, text) to authenticated, service_role;

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
  v_after p_row%type;
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
