import { expect, test } from "vitest";
import { OPERATOR, USER } from "./callers.ts";
import { MigratedDatabase } from "./database.ts";
import { registerModel } from "./market.ts";

const database = new MigratedDatabase();

const BAR = "2024-01-02T15:00:00Z";

test("features of a bar are stored once and stay as they are, missing values as NaN", async () => {
  await database.asService(async (tx) => {
    await registerModel(tx);
    const store = async (features: readonly (number | null)[]) => {
      const [row] = await tx`
        select public.store_features('f1', 'EURUSD', '1h', ${BAR}, ${tx.json(features)}) as is_new`;
      return row!.is_new;
    };
    expect(await store([1.5, null, 0.1])).toBe(true);
    expect(await store([9, 9, 9])).toBe(false);
    const rows = await tx`select features from public.ml_features`;
    expect(rows.map(({ features }) => features)).toEqual([[1.5, Number.NaN, 0.1]]);
  });
});

test.each([
  ["of an unknown feature set", "nope", "EURUSD", [1], "23503"],
  ["of an unknown symbol", "f1", "NOPE", [1], "23503"],
  ["that are none", "f1", "EURUSD", [], "23502"],
])("features %s are refused", async (_, version, symbol, features, code) => {
  await database.asService(async (tx) => {
    await registerModel(tx);
    const storing = tx`
      select public.store_features(${version}, ${symbol}, '1h', ${BAR}, ${tx.json(features)})`;
    await expect(storing).rejects.toMatchObject({ code });
  });
});

test.each([USER, OPERATOR])("nobody but the service stores features", async (caller) => {
  const storing = database.as(
    caller,
    (tx) => tx`select public.store_features('f1', 'EURUSD', '1h', ${BAR}, '[1]')`,
  );
  await expect(storing).rejects.toMatchObject({ code: "42501" });
});
