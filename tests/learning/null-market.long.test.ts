import { expect, test } from "vitest";
import { firstBars } from "../support/known-market.ts";
import { trainSynthetic } from "./train-synthetic.ts";

const MARKETS = 60;
/** Nine months. From much less, models learn so much noise that the interval rightly shows some to be worse than the prior. */
const BARS = 6_500;
/** Coarse and quick, but with all of the features: there is as much chance to find what is not there as ever. */
const BOOSTING = { rounds: 20, learningRate: 0.1, maxBins: 32, patience: 5 };
const FOREST = { trees: 10, maxLeaves: 32, minLeafRows: 50, maxFeatures: 0.06 };
const NETWORK = { sequenceLength: 3, epochs: 1, learningRate: 0.01 };

/** Every other family, and on how many markets: a network takes several times as long. */
const OTHERS: readonly [family: string, params: object, markets: number][] = [
  ["boosting-depthwise", BOOSTING, 2],
  ["forest", FOREST, 2],
  ["logistic", { iterations: 20 }, 2],
  ["lstm", { ...NETWORK, units: [8] }, 1],
  ["cnn", { ...NETWORK, channels: 8, levels: 1, taps: 2 }, 1],
  ["transformer", { ...NETWORK, width: 32, heads: 1, layers: 1, feedForward: 32 }, 1],
  [
    "ensemble",
    {
      members: [
        { family: "forest", params: FOREST },
        { family: "logistic", params: { iterations: 20 } },
      ],
      folds: 2,
    },
    2,
  ],
];

async function learnFromNothing(seed: number, family: string, params: object) {
  const { result } = await trainSynthetic(
    { "SYN-NULL": firstBars("SYN-NULL", BARS, seed) },
    { ...params },
    family,
  );
  return result.report;
}

test(`of ${MARKETS} markets without a signal no model passes, and the interval of the gain covers 0 in nine of ten`, async () => {
  let [passed, covered, refusedAsSmall] = [0, 0, 0];
  for (let seed = 0; seed < MARKETS; seed++) {
    const { gain, gate } = await learnFromNothing(seed, "boosting-leafwise", BOOSTING);
    const { lower, upper } = gain.over_class_prior;
    if (gate.passed) passed++;
    if (lower <= 0 && upper >= 0) covered++;
    if (gate.reasons.some(({ code }) => code === "holdout_too_small")) refusedAsSmall++;
  }
  console.log(`SYN-NULL: ${passed} of ${MARKETS} models pass the gate, ${covered} intervals cover 0.`);
  expect(refusedAsSmall).toBe(0);
  expect(passed).toBe(0);
  expect(covered).toBeGreaterThanOrEqual(0.9 * MARKETS);
});

test.each(OTHERS)("%s: none passes either, and for want of knowledge", async (family, params, markets) => {
  for (let seed = 0; seed < markets; seed++) {
    const { gain, gate } = await learnFromNothing(seed, family, params);
    const { value, lower, upper } = gain.over_class_prior;
    console.log(
      `SYN-NULL ${family}: gain ${value.toFixed(4)} [${lower.toFixed(4)}, ${upper.toFixed(4)}] nats a row.`,
    );
    expect(gate.passed).toBe(false);
    expect(gate.reasons.map(({ code }) => code)).toContain("gain_not_proven");
  }
});
