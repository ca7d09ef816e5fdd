import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { DEMO_INSTRUMENTS } from "../../seed/demo-instruments.ts";
import { MigratedDatabase } from "./database.ts";

const database = new MigratedDatabase();
const SEED = readFileSync(new URL("../../seed/instruments.sql", import.meta.url), "utf8");

test("the seed stores every instrument with its universe, and changes nothing when it runs again", async () => {
  await database.asService(async (tx) => {
    const stored = () => tx`
      select i.symbol, i.asset_class, i.calendar, u.universe
      from public.instruments as i
      join public.universe_symbols as u on u.symbol = i.symbol
      order by i.symbol`;
    await tx.unsafe(SEED);
    const once = await stored();
    await tx.unsafe(SEED);
    expect(await stored()).toEqual(once);
    expect(once.map(({ symbol }) => symbol)).toEqual(DEMO_INSTRUMENTS.map(({ symbol }) => symbol).toSorted());
    expect(once.every(({ symbol, universe }) => symbol === universe)).toBe(true);
  });
});
