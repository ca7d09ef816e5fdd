import { trainSynthetic } from "../learning/train-synthetic.ts";
import { firstBars } from "../support/known-market.ts";
import { countOf, meanOf, numbersOf, type Prover } from "./prover.ts";

/** Nine months. From much less, models learn so much noise that the interval rightly shows some to be worse than the prior. */
const BARS = 6_500;
/** Coarse and quick, but with all of the features: there is as much chance to find what is not there as ever. */
const PARAMS = { rounds: 20, learningRate: 0.1, maxBins: 32, patience: 5 };

/** Histories of a market without a signal through the whole training and its gate. */
export const nullMarkets: Prover = {
  name: "null-markets",
  columns: [
    "log_loss",
    "prior_log_loss",
    "gain",
    "gain_lower",
    "gain_upper",
    "covers_zero",
    "passed",
    "reasons",
  ],
  seeds: 60,
  checked: "recomputed",

  async row(seed) {
    const { result } = await trainSynthetic({ "SYN-NULL": firstBars("SYN-NULL", BARS, seed) }, PARAMS);
    const { model, baselines, gain, gate } = result.report;
    const { value, lower, upper } = gain.over_class_prior;
    return {
      log_loss: model.log_loss.value,
      prior_log_loss: baselines.class_prior.log_loss.value,
      gain: value,
      gain_lower: lower,
      gain_upper: upper,
      covers_zero: lower <= 0 && upper >= 0,
      passed: gate.passed,
      reasons: gate.reasons.map(({ code }) => code).join(" "),
    };
  },

  summary(rows) {
    const gain = meanOf(numbersOf(rows, "gain"));
    return `${rows.length} histories of SYN-NULL, ${BARS.toLocaleString("en")} bars each, through the whole training: ${countOf(rows, "passed", "true")} models pass
the gate, and ${countOf(rows, "covers_zero", "true")} of the ${rows.length} intervals of the gain cover 0. The mean gain over the class prior is ${gain.toFixed(4)} nats a row.`;
  },
};
