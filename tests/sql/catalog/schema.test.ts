import { expect, test } from "vitest";
import { MigratedDatabase } from "../database.ts";
import { PLANNED_COLUMNS, PLANNED_INDEXES } from "./planned-schema.ts";

// The committed lists say what a migration changes in a reviewer's terms. `vitest -u` writes them anew; read the diff.

const database = new MigratedDatabase();

function asJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Table -> column -> its definition. */
async function columns(): Promise<Record<string, Record<string, string>>> {
  const rows = await database.sql`
    select table_name, column_name, concat_ws(' ',
      ltrim(udt_name, '_') || case when data_type = 'ARRAY' then '[]' else '' end,
      case when is_nullable = 'NO' then 'not null' end,
      'default ' || column_default,
      case when is_identity = 'YES' then 'identity' end,
      'generated as ' || generation_expression
    ) as definition
    from information_schema.columns where table_schema = 'public'
    order by table_name collate "C", ordinal_position`;
  const tables: Record<string, Record<string, string>> = {};
  for (const { table_name, column_name, definition } of rows) {
    tables[table_name] ??= {};
    tables[table_name][column_name] = definition;
  }
  return tables;
}

test("the columns are those of the committed list", async () => {
  await expect(asJson(await columns())).toMatchFileSnapshot("columns.json");
});

test("rights are those of the committed list", async () => {
  const rows = await database.sql`
    with object as (
      select 'table ' || relname as name, relacl as acl from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'S')
      union all
      select format('column %s.%s', relname, attname), attacl from pg_attribute
      inner join pg_class on pg_class.oid = attrelid where relnamespace = 'public'::regnamespace
      union all
      select 'function ' || oid::regprocedure, proacl from pg_proc
      where pronamespace in ('public'::regnamespace, 'private'::regnamespace)
    )
    select name, json_object_agg(role, verbs order by role) as rights
    from (
      select object.name, coalesce(r.rolname, 'PUBLIC') as role,
        string_agg(lower(a.privilege_type), ', ' order by a.privilege_type) as verbs
      from object cross join aclexplode(object.acl) as a left join pg_roles as r on r.oid = a.grantee
      where r.rolname is distinct from 'postgres'
      group by object.name, r.rolname
    ) as granted
    group by name order by name collate "C"`;
  const rights = Object.fromEntries(rows.map((row) => [row.name, row.rights]));
  await expect(asJson(rights)).toMatchFileSnapshot("grants.json");
});

test("every column of the integration plan is there", async () => {
  const present = await columns();
  for (const [table, planned] of Object.entries(PLANNED_COLUMNS)) {
    expect(Object.keys(present[table] ?? {}), table).toEqual(expect.arrayContaining([...planned]));
  }
});

test("every index of the integration plan is there", async () => {
  const indexes = await database.sql`select indexname from pg_indexes where schemaname = 'public'`;
  expect(indexes.map(({ indexname }) => indexname)).toEqual(expect.arrayContaining([...PLANNED_INDEXES]));
});
