import { describe, expect, test } from "vitest";
import { randomWalkBars } from "../../../tests/support/random-walk-bars.ts";
import { createLabelSpec, UNLABELLED } from "../labels/label-spec.ts";
import { averageUniqueness } from "../labels/sample-weights.ts";
import { tripleBarrierLabels } from "../labels/triple-barrier.ts";
import { classPrior } from "../metrics/baselines.ts";
import { logLosses, mean } from "../metrics/log-loss.ts";
import { DEFAULT_GATE_THRESHOLDS } from "./gate-thresholds.ts";
import { type GateVerdict, type HoldoutResult, promotionGate } from "./promotion-gate.ts";

const SPEC = createLabelSpec({ horizonBars: 8, volatilityWindow: 50 });
const STRENGTHS = Array.from({ length: 11 }, (_, i) => i / 10);

/** Which of 27 cells the moves over the last 1, 4 and 16 bars put a row in: down, small or up. */
function cellOf(close: Float64Array, distance: number, row: number): number {
  const move = (bars: number) => close[row]! / close[row - bars]! - 1;
  const level = (bars: number) => (move(bars) > distance / 3 ? 2 : move(bars) < -distance / 3 ? 0 : 1);
  return level(1) + 3 * level(4) + 9 * level(16);
}

/** p^strength prior^(1 - strength), normalised: the model drawn back towards the class prior. */
function drawnToPrior(p: readonly number[], prior: Float64Array, strength: number): number[] {
  const drawn = p.map((share, k) => share ** strength * prior[k]! ** (1 - strength));
  const total = drawn.reduce((sum, share) => sum + share, 0);
  return drawn.map((share) => share / total);
}

/**
 * A market without any signal, and on it the whole honest procedure in its smallest form: class frequencies by cell
 * learnt on the training part, drawn to the prior as far as the validation part wants it, shown the holdout once.
 */
function nullMarketResult(seed: number): HoldoutResult {
  const bars = randomWalkBars({ rows: 5000, seed });
  const { label, end, distance } = tripleBarrierLabels(bars, SPEC);
  const uniqueness = averageUniqueness({ end });
  const rows = Uint32Array.from(bars.close.keys()).filter((row) => label[row] !== UNLABELLED);
  const labelsOf = (part: Uint32Array) => Uint8Array.from(part, (row) => label[row]!);
  const train = rows.filter((row) => end[row]! < 2700);
  const validation = rows.filter((row) => row >= 2700 && end[row]! < 3500);
  const held = rows.filter((row) => row >= 3500);

  const prior = classPrior(labelsOf(train));
  const cells = Array.from({ length: 27 }, () => Array.from(prior, (share) => 10 * share));
  const cell = (row: number) => cells[cellOf(bars.close, distance[row]!, row)]!;
  for (const row of train) cell(row)[label[row]!]! += uniqueness[row]!;
  const predict = (part: Uint32Array, strength: number) =>
    Array.from(part).flatMap((row) => {
      const total = cell(row).reduce((sum, count) => sum + count, 0);
      const shares = cell(row).map((count) => count / total);
      return drawnToPrior(shares, prior, strength);
    });
  const loss = (strength: number) => mean(logLosses(predict(validation, strength), labelsOf(validation)));
  const losses = STRENGTHS.map(loss);
  const strength = STRENGTHS[losses.indexOf(Math.min(...losses))]!;
  return {
    probabilities: predict(held, strength),
    labels: labelsOf(held),
    prior,
    symbol: new Uint16Array(held.length),
    decidedAt: Float64Array.from(held, (row) => bars.ts[row]!),
    uniqueness: Float64Array.from(held, (row) => uniqueness[row]!),
    horizonBars: SPEC.horizonBars,
    seed,
  };
}

/** The same result with every row told `knowledge` of the truth. */
function withKnowledge(result: HoldoutResult, knowledge: number): HoldoutResult {
  const probabilities = Float64Array.from(result.probabilities, (p, i) => {
    const isTruth = result.labels[Math.floor(i / 3)] === i % 3;
    return (1 - knowledge) * p + (isTruth ? knowledge : 0);
  });
  return { ...result, probabilities };
}

/** The same result with every `every`th row told the truth, and saying so: what it states still comes true as stated. */
function toldSometimes(result: HoldoutResult, every: number): HoldoutResult {
  const probabilities = Float64Array.from(result.probabilities, (p, i) => {
    const row = Math.floor(i / 3);
    const truth = result.labels[row] === i % 3 ? 1 : 0;
    return row % every === 0 ? 0.05 * p + 0.95 * truth : p;
  });
  return { ...result, probabilities };
}

const codesOf = ({ reasons }: GateVerdict) => reasons.map(({ code }) => code);

/** A model's forecast of every row of a result. */
const saidBy = ({ probabilities, labels }: HoldoutResult, version = "champion") => ({
  version,
  rows: Uint32Array.from(labels.keys()),
  probabilities,
});

describe("promotionGate", () => {
  test("100 null markets: at most one model passes, and the interval covers 0 in at least 90", () => {
    const verdicts = Array.from({ length: 100 }, (_, seed) => promotionGate(nullMarketResult(seed)));
    expect(verdicts.filter(({ passed }) => passed).length).toBeLessThanOrEqual(1);
    // A model drawn back to the prior itself gains nothing but rounding.
    const covered = verdicts.filter(({ evidence }) => evidence.lower <= 1e-12 && evidence.upper >= -1e-12);
    expect(covered.length).toBeGreaterThanOrEqual(90);
  });

  test("a model that knows something passes, with evidence that adds up", () => {
    const result = toldSometimes(nullMarketResult(1), 20);
    const { passed, reasons, evidence } = promotionGate(result);
    expect([passed, reasons]).toEqual([true, []]);
    expect(evidence.gain).toBeCloseTo(evidence.priorLogLoss - evidence.modelLogLoss, 12);
    expect(evidence.lower).toBeLessThan(evidence.gain);
    expect(evidence.upper).toBeGreaterThan(evidence.gain);
    expect(evidence.blocks).toBe(Math.floor(evidence.rows / 64));
    expect(evidence.effectiveSampleSize).toBeGreaterThan(evidence.rows / 8);
  });

  test("the same seed gives the same verdict to the last bit", () => {
    const result = nullMarketResult(2);
    expect(promotionGate(result)).toEqual(promotionGate(result));
  });

  test("a model confidently wrong is refused for its gain", () => {
    const { passed, reasons } = promotionGate(withKnowledge(nullMarketResult(1), -0.3));
    expect(passed).toBe(false);
    expect(reasons.map(({ code }) => code)).toEqual([
      "gain_not_proven",
      "gain_too_small",
      "brier_gain_not_proven",
      "calibration_error_too_large",
    ]);
  });

  test("a gain that is certain but of no use is refused", () => {
    const { passed, reasons } = promotionGate(
      withKnowledge({ ...nullMarketResult(1), ...priorOnly(1) }, 0.0002),
    );
    expect(passed).toBe(false);
    expect(reasons.map(({ code }) => code)).toEqual(["gain_too_small"]);
  });

  test("a holdout of a few blocks proves nothing", () => {
    const whole = toldSometimes(nullMarketResult(1), 4);
    const few = {
      ...whole,
      labels: whole.labels.subarray(0, 300),
      decidedAt: whole.decidedAt.subarray(0, 300),
      uniqueness: whole.uniqueness.subarray(0, 300),
    };
    expect(codesOf(promotionGate(few))).toContain("holdout_too_small");
  });

  test("the champion is to be beaten on the rows that neither has seen, in both losses", () => {
    const knowing = toldSometimes(nullMarketResult(1), 10);
    const better = promotionGate(knowing, { champion: saidBy(nullMarketResult(1)) });
    expect(better.passed).toBe(true);
    const { champion } = better.evidence;
    expect(champion).toMatchObject({ compared: true, version: "champion", rows: knowing.labels.length });
    const equal = promotionGate(knowing, { champion: saidBy(knowing) });
    expect(codesOf(equal)).toEqual(["champion_not_beaten", "champion_brier_not_beaten"]);
    const worse = promotionGate(knowing, { champion: saidBy(toldSometimes(nullMarketResult(1), 3)) });
    expect(codesOf(worse)).toEqual(["champion_not_beaten", "champion_brier_not_beaten"]);
  });

  test("a champion that cannot be compared stands in nobody's way, and the evidence says why", () => {
    const knowing = toldSometimes(nullMarketResult(1), 10);
    const { version, rows, probabilities } = saidBy(nullMarketResult(1));
    const last = rows.length - 300;
    const fewRows = {
      version,
      rows: rows.subarray(last),
      probabilities: Array.from(probabilities).slice(3 * last),
    };
    const otherFeatures = { version, none: "other_feature_set" } as const;
    for (const [champion, why, name] of [
      [fewRows, "holdout_not_unseen", version],
      [otherFeatures, "other_feature_set", version],
      [undefined, "no_champion", null],
    ] as const) {
      const verdict = promotionGate(knowing, champion && { champion });
      expect(verdict.passed).toBe(true);
      expect(verdict.evidence.champion).toEqual({ compared: false, version: name, why });
    }
  });

  test.each([
    [{ minTrainingSamples: 2_001 }, "too_few_training_samples"],
    [{ minAccuracy: 0.99 }, "accuracy_too_low"],
    [{ minWinRate: 0.61 }, "win_rate_too_low"],
    [{ minDeflatedSharpe: 0.81 }, "sharpe_not_proven"],
  ])("%j is asked for", (asked, code) => {
    const knowing = toldSometimes(nullMarketResult(1), 10);
    const context = {
      trainingRows: 2_000,
      trading: {
        winRate: 0.6,
        deflatedSharpe: {
          value: 0.8,
          trials: 3,
          benchmark: 0.1,
          variance: 0.01,
          varianceOf: "worthless_strategies" as const,
          measuredTrials: 0,
        },
      },
    };
    expect(promotionGate(knowing, context).passed).toBe(true);
    const verdict = promotionGate(knowing, {
      ...context,
      thresholds: { ...DEFAULT_GATE_THRESHOLDS, ...asked },
    });
    expect(codesOf(verdict)).toEqual([code]);
    expect(verdict.evidence.thresholds).toMatchObject(asked);
  });

  test("without a trade there is nothing that earns", () => {
    const thresholds = { ...DEFAULT_GATE_THRESHOLDS, minWinRate: 0.1 };
    const trading = { winRate: null, deflatedSharpe: null };
    const verdict = promotionGate(toldSometimes(nullMarketResult(1), 10), { thresholds, trading });
    expect(codesOf(verdict)).toEqual(["win_rate_too_low", "sharpe_not_proven"]);
  });
});

function priorOnly(seed: number): Pick<HoldoutResult, "probabilities"> {
  const { prior, labels } = nullMarketResult(seed);
  return { probabilities: Float64Array.from({ length: labels.length * 3 }, (_, i) => prior[i % 3]!) };
}
