import { evaluatorRuntime } from "../../shared/adapters/onnx/evaluator-runtime.ts";
import { Random } from "../../shared/math/random.ts";
import { runJobSlice } from "../../shared/services/jobs/run-slice.ts";
import { trainingFixture, trendingBars } from "../support/training-fixture.ts";
import { countOf, numbersOf, type Prover, type Row } from "./prover.ts";

const BARS = 1_500;
const NETWORK = { sequenceLength: 4, epochs: 2, learningRate: 0.01 };
const FAMILIES: readonly (readonly [family: string, params: object])[] = [
  ["boosting-leafwise", { rounds: 15, maxBins: 32 }],
  ["boosting-depthwise", { rounds: 15, maxBins: 32 }],
  ["forest", { trees: 10, maxLeaves: 32 }],
  ["logistic", { iterations: 20 }],
  ["lstm", { ...NETWORK, units: [8] }],
  ["cnn", { ...NETWORK, channels: 8, levels: 1, taps: 2 }],
  ["transformer", { ...NETWORK, width: 32, heads: 1, layers: 1, feedForward: 32 }],
];
const DIGEST_LENGTH = 16;

/** Trainings cut at random moments, each slice with nothing in memory: the model is the same file as in one go. */
export const slicing: Prover = {
  name: "slicing",
  columns: ["family", "slices", "whole", "cut", "same"],
  seeds: 70,
  checked: "recomputed",

  async row(seed) {
    const [family, params] = FAMILIES[seed % FAMILIES.length]!;
    const whole = await train(seed, family, params, () => 0);
    const random = Random.seeded(seed);
    const cut = await train(seed, family, params, () => random.uniform());
    return {
      family,
      slices: cut.slices,
      whole: whole.digest,
      cut: cut.digest,
      same: whole.digest === cut.digest,
    };
  },

  summary(rows) {
    const families = FAMILIES.map(([family]) => familyLine(family, rows));
    return `| family | trainings | slices in all | the same file as in one go |\n|---|---|---|---|\n${families.join("\n")}`;
  },
};

function familyLine(family: string, rows: readonly Row[]): string {
  const own = rows.filter((row) => row.family === family);
  const slices = numbersOf(own, "slices").reduce((sum, n) => sum + n, 0);
  return `| ${family} | ${own.length} | ${slices.toLocaleString("en")} | ${countOf(own, "same", "true")} |`;
}

/** Trains a model by a clock that moves by `tickMs` whenever somebody looks at it; a slice ends after a millisecond of that. */
async function train(seed: number, family: string, params: object, tickMs: () => number) {
  const symbol = "TREND";
  const platform = await trainingFixture({ [symbol]: trendingBars(BARS, seed, 1) }, evaluatorRuntime);
  let elapsed = 0;
  Object.assign(platform.clock, {
    elapsed() {
      elapsed += tickMs();
      return elapsed;
    },
  });
  await platform.enqueue({ family, params: { ...params } });
  for (let slices = 1; ; slices++) {
    const slice = await runJobSlice(platform.runner(), { budgetMs: 1, leaseMs: Number.POSITIVE_INFINITY });
    if (slice.kind === "failed") throw slice.cause;
    if (slice.kind === "finished") {
      const { sha256 } = platform.registered[0]!.file;
      return { slices, digest: sha256.slice(0, DIGEST_LENGTH) };
    }
  }
}
