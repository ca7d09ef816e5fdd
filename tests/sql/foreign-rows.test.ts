import type { TransactionSql } from "postgres";
import { describe, expect, test } from "vitest";
import { storeKey } from "./api-key.ts";
import { ANON, become, type Caller, OPERATOR, OTHER_USER, SERVICE, USER, USER_ID } from "./callers.ts";
import { MigratedDatabase } from "./database.ts";
import { fill } from "./fill.ts";

// Made from the catalogue: a new table, verb or right is tried here without anybody having to remember.

const database = new MigratedDatabase();
const STRANGERS = { anon: ANON, "another user": OTHER_USER, operator: OPERATOR };
const VERBS = ["select", "insert", "update", "delete", "truncate"] as const;

/** Runs a body as a caller, with something of a user's in every table that users have a part in. */
function withRows<T>(caller: Caller, body: (tx: TransactionSql) => Promise<T>): Promise<T> {
  return database.rolledBack(async (tx) => {
    await fill(tx);
    await become(tx, SERVICE);
    const keyId = await storeKey(tx, USER_ID, { key_name: "of the user" });
    await tx`reset role`;
    await tx`insert into public.ml_api_key_usage values (${keyId}, now(), 'GET /x', 200, 1)`;
    await become(tx, caller);
    return body(tx);
  });
}

interface Table {
  readonly name: string;
  /** A policy looks at who asks. */
  readonly isPersonal: boolean;
  /** Any column that is written, not generated. */
  readonly column: string;
}

const tablesOf = (tx: TransactionSql) => tx<Table[]>`
  select c.relname as name, exists (
    select from pg_policies as p
    where p.schemaname = 'public' and p.tablename = c.relname and concat(p.qual, p.with_check) ~ 'auth\\.uid'
  ) as "isPersonal", quote_ident(a.attname) as column
  from pg_class as c
  cross join lateral (
    select attname from pg_attribute
    where attrelid = c.oid and attnum > 0 and not attisdropped and attidentity = '' and attgenerated = ''
    limit 1
  ) as a
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
  order by 1`;

/** Columns of a table on which the current role holds a right; for delete and truncate the table itself, as "*". */
async function granted(tx: TransactionSql, table: string, verb: string): Promise<string[]> {
  if (verb === "delete" || verb === "truncate") {
    const [row] = await tx`select has_table_privilege(${`public.${table}`}, ${verb}) as has`;
    return row!.has ? ["*"] : [];
  }
  const rows = await tx`
    select a.attname as name from pg_attribute as a
    where a.attrelid = ${`public.${table}`}::regclass and a.attnum > 0 and not a.attisdropped
      and has_column_privilege(${`public.${table}`}, a.attname, ${verb})`;
  return rows.map(({ name }) => name as string);
}

/** Rows of the table that the caller may see, as text, by the columns that the caller may read. */
async function visibleRows(tx: TransactionSql, table: string): Promise<string[]> {
  const columns = await granted(tx, table, "select");
  if (columns.length === 0) return [];
  const rows =
    await tx`select to_jsonb(t)::text as row from (select ${tx(columns)} from public.${tx(table)}) as t`;
  return rows.map(({ row }) => row as string);
}

describe.each(Object.entries(STRANGERS))("%s", (_, stranger) => {
  test("sees no row that is a user's own", async () => {
    const seenBy = (caller: Caller) =>
      withRows(caller, async (tx) => {
        const personal = (await tablesOf(tx)).filter(({ isPersonal }) => isPersonal);
        const entries: [string, number][] = [];
        for (const { name } of personal) {
          const rows = await visibleRows(tx, name);
          entries.push([name, rows.length]);
        }
        return Object.fromEntries(entries);
      });
    const own = await seenBy(USER);
    // Every personal table has something to hide, or this would prove nothing.
    expect(Object.entries(own).filter(([, count]) => count === 0)).toEqual([]);
    await withRows(stranger, async (tx) => {
      for (const name of Object.keys(own)) {
        const rows = await visibleRows(tx, name);
        expect(
          rows.filter((row) => row.includes(USER_ID)),
          name,
        ).toEqual([]);
      }
    });
  });

  test("changes and removes none", async () => {
    await withRows(stranger, async (tx) => {
      for (const { name } of await tablesOf(tx)) {
        const seen = (await visibleRows(tx, name)).length;
        const [column] = await granted(tx, name, "update");
        if (column !== undefined) {
          const changed = await tx`update public.${tx(name)} set ${tx(column)} = ${tx(column)} returning 1`;
          expect(changed.length, `update ${name}`).toBeLessThanOrEqual(seen);
        }
        if ((await granted(tx, name, "delete")).length > 0) {
          const removed = await tx`delete from public.${tx(name)} returning 1`;
          expect(removed.length, `delete from ${name}`).toBeLessThanOrEqual(seen);
        }
      }
    });
  });

  test("is refused every verb that is not declared", async () => {
    const counts = { granted: 0, refused: 0 };
    await withRows(stranger, async (tx) => {
      for (const table of await tablesOf(tx)) {
        for (const verb of VERBS) {
          if ((await granted(tx, table.name, verb)).length > 0) {
            counts.granted++;
            continue;
          }
          const attempt = tx.savepoint((sp) => sp.unsafe(statementOf(verb, table)));
          await expect(attempt, `${verb} ${table.name}`).rejects.toMatchObject({ code: "42501" });
          counts.refused++;
        }
      }
    });
    console.log(`${counts.refused} verbs refused, ${counts.granted} granted and ruled by policies`);
  });
});

/** The least that needs the right; whoever lacks it is refused before a row is looked at. */
function statementOf(verb: string, { name, column }: Table): string {
  switch (verb) {
    case "select":
      return `select from public.${name}`;
    case "insert":
      return `insert into public.${name} default values`;
    case "update":
      return `update public.${name} set ${column} = ${column}`;
    case "delete":
      return `delete from public.${name}`;
    default:
      return `truncate public.${name}`;
  }
}
