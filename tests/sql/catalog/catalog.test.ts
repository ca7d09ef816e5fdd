import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../../support/database.ts";
import { rolledBack } from "../callers.ts";
import { FUNCTION_RULES } from "./function-rules.ts";
import { POLICY_RULES } from "./policy-rules.ts";
import { TABLE_RULES } from "./table-rules.ts";

let database: TestDatabase;
let sql: Sql;

beforeAll(async () => {
  database = await testDatabase();
  sql = postgres(database.url, { max: 1, onnotice: () => {} });
  await sql`select private.ensure_market_data_partitions('2023-06-01', '2024-06-01')`;
});

afterAll(async () => {
  await sql?.end();
  await database?.stop();
});

describe.each([...TABLE_RULES, ...POLICY_RULES, ...FUNCTION_RULES])("$rule", ({ offenders, offence }) => {
  test("is kept", async () => {
    expect([...(await sql.unsafe(offenders))]).toEqual([]);
  });

  test("bites", async () => {
    const found = await rolledBack(sql, async (tx) => {
      await tx.unsafe(offence);
      return tx.unsafe(offenders);
    });
    expect(found.length).toBeGreaterThan(0);
  });
});
