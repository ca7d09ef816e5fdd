import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { describeDatabase } from "../../../docs/catalogue/describe-database.ts";
import { MigratedDatabase } from "../database.ts";
import { PLANNED_COLUMNS, PLANNED_INDEXES } from "./planned-schema.ts";

const FOLDER = join(import.meta.dirname, "../../../docs/schema");
const database = new MigratedDatabase();

test("docs/schema is current (npm run schema)", async () => {
  const committed = readdirSync(FOLDER).map((file) => [file, readFileSync(join(FOLDER, file), "utf8")]);
  expect(Object.fromEntries(committed)).toEqual(Object.fromEntries(await describeDatabase(database.sql)));
});

test("every column of the integration plan is there", async () => {
  for (const [table, planned] of Object.entries(PLANNED_COLUMNS)) {
    const columns = await database.sql`
      select column_name as name from information_schema.columns
      where table_schema = 'public' and table_name = ${table}`;
    expect(
      columns.map(({ name }) => name),
      table,
    ).toEqual(expect.arrayContaining([...planned]));
  }
});

test("every index of the integration plan is there", async () => {
  const indexes = await database.sql`select indexname from pg_indexes where schemaname = 'public'`;
  expect(indexes.map(({ indexname }) => indexname)).toEqual(expect.arrayContaining([...PLANNED_INDEXES]));
});
