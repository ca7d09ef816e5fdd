import { expect, test } from "vitest";
import { parseHorizon } from "../market/horizon.ts";
import { TIMEFRAMES } from "../market/timeframe.ts";
import { HORIZON_NAMES, HORIZONS, namedHorizon } from "./horizons.ts";
import { createLabelSpec } from "./labels/label-spec.ts";
import { FAMILIES } from "./learners.ts";

test.each(HORIZON_NAMES)("%s can be labelled on the bars of its timeframe", (name) => {
  const { timeframe, horizonBars, label, lookbackBars } = HORIZONS[name];
  expect(TIMEFRAMES).toContain(timeframe);
  expect(() => createLabelSpec({ kind: label, horizonBars })).not.toThrow();
  expect(lookbackBars).toBeGreaterThan(0);
  for (const family of HORIZONS[name].families) expect(FAMILIES).toContain(family);
});

test.each(HORIZON_NAMES.slice(0, 6))("within a day %s is so long on the clock", (name) => {
  expect(parseHorizon(name, HORIZONS[name].timeframe)).toBe(HORIZONS[name].horizonBars);
});

// The requirements' HORIZON_CONFIGS: xgboost grows trees depth-wise, lightgbm leaf-wise.
test.each([
  ["1m", ["boosting-depthwise", "lstm"], 30],
  ["5m", ["boosting-depthwise", "lstm"], 60],
  ["15m", ["boosting-leafwise", "cnn"], 100],
  ["1h", ["lstm", "transformer"], 200],
  ["4h", ["transformer", "boosting-depthwise"], 500],
  ["1d", ["lstm", "boosting-depthwise", "ensemble"], 252],
] as const)("%s has the families and the lookback of the requirements", (name, families, lookbackBars) => {
  expect(HORIZONS[name].families).toEqual(expect.arrayContaining([...families]));
  expect(HORIZONS[name].lookbackBars).toBe(lookbackBars);
});

test.each([
  ["1H ", HORIZONS["1h"]],
  ["1mo", HORIZONS["1mo"]],
  ["2h", undefined],
  ["constructor", undefined],
  ["", undefined],
  [4, undefined],
])("%j names %j", (name, horizon) => {
  expect(namedHorizon(name)).toBe(horizon);
});
