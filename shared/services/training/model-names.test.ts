import fc from "fast-check";
import { expect, test } from "vitest";
import { modelVersionFor, universeOf } from "./model-names.ts";

const symbols = fc.uniqueArray(fc.stringMatching(/^[A-Z]{3,10}$/), { minLength: 1, maxLength: 32 });

test("a universe's name fits the registry and is the same for the same symbols", () => {
  fc.assert(
    fc.property(symbols, (names) => {
      expect(universeOf(names)).toMatch(/^[A-Za-z0-9][A-Za-z0-9._/+-]{0,63}$/);
      expect(universeOf([...names])).toBe(universeOf(names));
    }),
  );
  expect(universeOf(["EURUSD"])).toBe("EURUSD");
  expect(universeOf(["EURUSD", "GBPUSD"])).toBe("EURUSD+GBPUSD");
});

test("long lists that differ in one symbol have different names", () => {
  const long = Array.from({ length: 20 }, (_, i) => `SYMBOL${i}`);
  expect(universeOf(long)).not.toBe(universeOf([...long.slice(0, 19), "SYMBOL99"]));
});

test("a version says what it predicts and when it was asked for", () => {
  const scope = { universe: "EURUSD+GBPUSD", timeframe: "1h", horizonBars: 12 } as const;
  expect(modelVersionFor(scope, Date.UTC(2026, 10, 21, 3, 47, 14))).toBe(
    "eurusd-gbpusd-1h-12-20261121T034714Z",
  );
});
