import { expect, test } from "vitest";
import { createMemoryBarStore } from "../../../tests/support/memory/bar-store.ts";
import { randomWalkBars } from "../../../tests/support/random-walk-bars.ts";
import { RETURN_FEATURES } from "../../../tests/support/training-fixture.ts";
import { computeFeatures, lookbackOf } from "../../features/compute-features.ts";
import { sliceBars } from "../../market/bars.ts";
import type { Instrument } from "../../market/instrument.ts";
import { createLabelSpec } from "../../ml/labels/label-spec.ts";
import { readBarView } from "./bar-view.ts";
import { readNewestBar } from "./newest-bar.ts";

const HOUR_MS = 3_600_000;
const ROWS = 400;
const WIDTH = RETURN_FEATURES.features.length;
const bars = randomWalkBars({ rows: ROWS, seed: 1 });
const labelSpec = createLabelSpec({ horizonBars: 12 });
const instrument: Instrument = {
  symbol: "AAA",
  assetClass: "synthetic",
  tickSize: 0.01,
  hasVolume: true,
  calendar: { zone: "UTC", sessions: [] },
};

async function newestOf(count: number, sequenceLength: number) {
  const store = createMemoryBarStore(["AAA"]);
  await store.write({ symbol: "AAA", timeframe: "1h", bars: sliceBars(bars, 0, count), onConflict: "skip" });
  const clock = { now: () => bars.ts[count - 1]! + HOUR_MS, elapsed: () => 0 };
  const bar = await readNewestBar({ bars: store, clock }, { symbol: "AAA", timeframe: "1h" });
  const view = await readBarView(
    { bars: store, featureSet: RETURN_FEATURES },
    { instrument, timeframe: "1h", labelSpec, sequenceLength, bar },
  );
  return { ...view, ts: bar.ts };
}

/** What a training reads for the bar. */
function trainedOn(bar: number, sequenceLength: number): number[] {
  const { rows, values } = computeFeatures(bars, instrument, "1h", RETURN_FEATURES);
  return Array.from({ length: sequenceLength * WIDTH }, (_, i) => {
    const row = bar - sequenceLength + 1 + Math.floor(i / WIDTH);
    return values[(i % WIDTH) * rows + row]!;
  });
}

test.each([1, 2, 48, 200])(
  "a sequence of %d bars is served as it is learned from",
  async (sequenceLength) => {
    for (const count of [ROWS, ROWS - 1, ROWS - 100]) {
      const { features, ts } = await newestOf(count, sequenceLength);
      expect(ts).toBe(bars.ts[count - 1]);
      expect(features).toEqual(trainedOn(count - 1, sequenceLength));
    }
  },
);

test("a sequence that the bars do not fill is refused, never padded", async () => {
  const length = 150;
  await expect(newestOf(length, length)).resolves.toMatchObject({ ts: bars.ts[length - 1] });
  await expect(newestOf(length - 1, length)).rejects.toMatchObject({ code: "not_enough_bars" });
});

test("a bar of the sequence that lacks some features has them missing", async () => {
  const count = 120;
  const { features } = await newestOf(count, count);
  const missing = features.filter((value) => value === null).length;
  expect(missing).toBe(RETURN_FEATURES.features.reduce((sum, { lookback }) => sum + lookback - 1, 0));
  expect(missing).toBeLessThan(lookbackOf(RETURN_FEATURES) * WIDTH);
});
