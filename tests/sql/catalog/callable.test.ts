import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "deno-std/toml/parse.js";
import { expect, test } from "vitest";
import { MigratedDatabase } from "../database.ts";

const ROOT = join(import.meta.dirname, "../../..");
const database = new MigratedDatabase();

/** Functions that the table of docs/database.md offers to a role. */
function documented(column: "anybody" | "signed in"): string[] {
  const rows = readFileSync(join(ROOT, "docs/database.md"), "utf8").matchAll(
    /^\| \[`(\w+)`\]\(schema\/\1\.sql\) \|([^|]*)\|([^|]*)\|/gm,
  );
  return [...rows]
    .filter(([, , anybody, signedIn]) => (column === "anybody" ? anybody : signedIn)?.trim() === "yes")
    .map(([, name]) => name!)
    .sort();
}

test.each([
  ["anon", "anybody"],
  ["authenticated", "signed in"],
] as const)("docs/database.md tells the functions that %s may call over REST", async (role, column) => {
  const callable = await database.sql`
    select p.proname as name from pg_proc as p
    where p.pronamespace = 'public'::regnamespace and has_function_privilege(${role}, p.oid, 'execute')
    order by p.proname collate "C"`;
  expect(documented(column)).toEqual(callable.map(({ name }) => name));
});

test("REST exposes public alone", () => {
  const config = parse(readFileSync(join(ROOT, "supabase/config.toml"), "utf8")) as {
    api: { schemas: string[] };
  };
  expect(config.api.schemas).toEqual(["public"]);
});
