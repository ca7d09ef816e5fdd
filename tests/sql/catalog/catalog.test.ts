import { beforeAll, describe, expect, test } from "vitest";
import { MigratedDatabase } from "../database.ts";
import { FUNCTION_RULES } from "./function-rules.ts";
import { POLICY_RULES } from "./policy-rules.ts";
import { TABLE_RULES } from "./table-rules.ts";

const database = new MigratedDatabase();

beforeAll(async () => {
  await database.sql`select private.ensure_market_data_partitions('2023-06-01', '2024-06-01')`;
});

describe.each([...TABLE_RULES, ...POLICY_RULES, ...FUNCTION_RULES])("$rule", ({ offenders, offence }) => {
  test("is kept", async () => {
    expect([...(await database.sql.unsafe(offenders))]).toEqual([]);
  });

  test("bites", async () => {
    const found = await database.rolledBack(async (tx) => {
      await tx.unsafe(offence);
      return tx.unsafe(offenders);
    });
    expect(found.length).toBeGreaterThan(0);
  });
});
