import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { DEMO_INSTRUMENTS } from "./demo-instruments.ts";

test("instruments.sql stores the same instruments", () => {
  const sql = readFileSync(new URL("instruments.sql", import.meta.url), "utf8");
  expect(JSON.parse(sql.split("$json$")[1]!)).toEqual(
    DEMO_INSTRUMENTS.map(({ assetClass, tickSize, hasVolume, providerCodes, ...rest }) => ({
      ...rest,
      asset_class: assetClass,
      tick_size: tickSize,
      has_volume: hasVolume,
      provider_codes: providerCodes,
    })),
  );
});
