import type { Column } from "./column.ts";
import { quote, wrap } from "./print.ts";
import type { Catalogue } from "./read.ts";

/** Types whose values differ from one migrated database to the next. */
const VOLATILE_TYPES = ["uuid", "timestamp with time zone"];

/** The rows that migrations put into a table, without ids and times; null where it is empty. */
export async function rowsStatement(
  catalogue: Catalogue,
  table: string,
  columns: readonly Column[],
): Promise<string | null> {
  const names = columns.filter(({ type }) => !VOLATILE_TYPES.includes(type)).map(({ name }) => name);
  if (names.length === 0) return null;
  const rows = await catalogue.unsafe(
    `select to_jsonb(r) as row from (select ${names.join(", ")} from ${table}) as r order by r::text collate "C"`,
  );
  if (rows.length === 0) return null;
  const values = rows.map(({ row }) => `(${names.map((name) => value(row[name])).join(", ")})`);
  return `${wrap(`insert into ${table} (${names.join(", ")})`)}\nvalues\n  ${values.join(",\n  ")};`;
}

function value(field: unknown): string {
  if (field === null || typeof field === "number" || typeof field === "boolean") return String(field);
  return quote(typeof field === "string" ? field : JSON.stringify(field));
}
