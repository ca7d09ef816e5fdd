import { expect, test } from "vitest";
import { parseHorizon } from "./horizon.ts";
import type { Timeframe } from "./timeframe.ts";

test.each<[number | string, Timeframe, number | undefined]>([
  [12, "1h", 12],
  ["12", "1h", 12],
  ["4h", "1h", 4],
  ["4H", "15m", 16],
  ["90m", "15m", 6],
  ["1d", "1h", 24],
  ["1w", "1d", 7],
  ["90m", "1h", undefined],
  ["30m", "1h", undefined],
  [0, "1h", undefined],
  [-4, "1h", undefined],
  [4.5, "1h", undefined],
  [Number.NaN, "1h", undefined],
  ["", "1h", undefined],
  ["h", "1h", undefined],
  ["-4h", "1h", undefined],
  ["4y", "1h", undefined],
  ["four hours", "1h", undefined],
])("a horizon of %j on %s is %j bars", (horizon, timeframe, bars) => {
  expect(parseHorizon(horizon, timeframe)).toBe(bars);
});
