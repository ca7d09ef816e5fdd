import fc from "fast-check";
import { expect, test } from "vitest";
import { Random } from "../../math/random.ts";
import { type HoldoutRows, reportHoldout } from "./holdout-report.ts";

const HOUR_MS = 3_600_000;
const ROWS = 1_200;

/** Rows whose outcome is drawn from the given probabilities, stated by the model as they are. */
function holdout(seed: number, probabilitiesOf: (random: Random) => readonly number[]): HoldoutRows {
  const random = Random.seeded(seed);
  const stated = Array.from({ length: ROWS }, () => probabilitiesOf(random));
  const labels = Uint8Array.from(stated, ([sell, hold]) => {
    const drawn = random.uniform();
    return drawn < sell! ? 0 : drawn < sell! + hold! ? 1 : 2;
  });
  const decidedAt = Float64Array.from({ length: ROWS }, (_, row) => row * HOUR_MS);
  const longReturn = Float64Array.from(labels, (label) => 0.01 * (label - 1));
  return {
    probabilities: Float64Array.from(stated.flat()),
    persistence: new Float64Array(3 * ROWS).fill(1 / 3),
    prior: Float64Array.of(1 / 3, 1 / 3, 1 / 3),
    labels,
    decidedAt,
    resolvedAt: decidedAt.map((time) => time + 4 * HOUR_MS),
    symbol: new Uint16Array(ROWS),
    uniqueness: new Float64Array(ROWS).fill(0.25),
    longReturn,
    shortReturn: longReturn.map((r) => -r),
    symbols: 1,
    horizonBars: 4,
    costPerTrade: 0.001,
    seed: 1,
    trials: 1,
  };
}

const even = () => [1 / 3, 1 / 3, 1 / 3];
const knowing = (random: Random) => (random.uniform() < 0.5 ? [0.8, 0.1, 0.1] : [0.1, 0.1, 0.8]);

test("a model that states what is known gains what information theory says it does", () => {
  const report = reportHoldout(holdout(3, knowing));
  const entropy = -(0.8 * Math.log(0.8) + 0.2 * Math.log(0.1));
  const gain = Math.log(3) - entropy;
  expect(report.gain.over_class_prior.value).toBeCloseTo(gain, 1);
  expect(report.gain.over_class_prior.lower).toBeLessThan(gain);
  expect(report.gain.over_class_prior.upper).toBeGreaterThan(gain);
  expect(report.model.accuracy.value).toBeCloseTo(0.8, 1);
  expect(report.calibration_error).toBeLessThan(0.03);
  expect(report.effective_sample_size).toBe(ROWS / 4);
  expect(report.gate.passed).toBe(true);
});

test("a model that says what the prior says gains nothing and does not pass", () => {
  const report = reportHoldout(holdout(4, even));
  expect(report.gain.over_class_prior.value).toBeCloseTo(0, 12);
  expect(report.gate.passed).toBe(false);
  expect(report.gate.reasons.map(({ code }) => code)).toContain("gain_not_proven");
  expect(report.model).toEqual(report.baselines.class_prior);
});

test("every figure lies within its interval, and all of it is JSON", () => {
  fc.assert(
    fc.property(fc.nat(1_000), fc.constantFrom(even, knowing), (seed, probabilitiesOf) => {
      const report = reportHoldout(holdout(seed, probabilitiesOf));
      for (const { log_loss, accuracy } of [report.model, report.baselines.persistence]) {
        for (const { value, lower, upper } of [log_loss, accuracy]) {
          expect(lower).toBeLessThanOrEqual(value + 1e-12);
          expect(upper).toBeGreaterThanOrEqual(value - 1e-12);
        }
      }
      expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    }),
    { numRuns: 10 },
  );
});

test("trades cost what they cost", () => {
  const free = reportHoldout({ ...holdout(5, knowing), costPerTrade: 0 });
  const dear = reportHoldout({ ...holdout(5, knowing), costPerTrade: 0.02 });
  expect(dear.trading.trades).toBe(free.trading.trades);
  expect(free.trading.average_return! - dear.trading.average_return!).toBeCloseTo(0.02, 12);
});
