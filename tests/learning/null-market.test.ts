import { expect, test } from "vitest";
import { firstBars } from "../support/known-market.ts";
import { trainSynthetic } from "./train-synthetic.ts";

const MARKETS = 100;
/** Nine months. From much less, models learn so much noise that the interval rightly shows some to be worse than the prior. */
const BARS = 6_500;
/** Coarse and quick, but with all of the features: there is as much chance to find what is not there as ever. */
const PARAMS = { rounds: 20, learningRate: 0.1, maxBins: 32, patience: 5 };

async function learnFromNothing(seed: number) {
  const { result } = await trainSynthetic({ "SYN-NULL": firstBars("SYN-NULL", BARS, seed) }, PARAMS);
  return result.report;
}

test(`of ${MARKETS} markets without a signal at most one model passes, and the interval of the gain covers 0 in 90`, async () => {
  let [passed, covered, refusedAsSmall] = [0, 0, 0];
  for (let seed = 0; seed < MARKETS; seed++) {
    const { gain, gate } = await learnFromNothing(seed);
    const { lower, upper } = gain.over_class_prior;
    if (gate.passed) passed++;
    if (lower <= 0 && upper >= 0) covered++;
    if (gate.reasons.some(({ code }) => code === "holdout_too_small")) refusedAsSmall++;
  }
  console.log(`SYN-NULL: ${passed} of ${MARKETS} models pass the gate, ${covered} intervals cover 0.`);
  expect(refusedAsSmall).toBe(0);
  expect(passed).toBeLessThanOrEqual(1);
  expect(covered).toBeGreaterThanOrEqual(0.9 * MARKETS);
});
