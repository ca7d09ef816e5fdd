-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

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
