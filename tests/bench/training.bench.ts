// npm run bench -- training, or deno run -A tests/bench/training.bench.ts [seeds]
// CPU time and log loss of each family of trees beside scikit-learn and XGBoost: the same rows and parameters, one thread
// each, taking turns in one run.
import process from "node:process";
import type { Dataset } from "../../shared/ml/dataset.ts";
import { logLoss } from "../../shared/ml/softmax.ts";
import { hasReferences, trainReferences } from "../oracles/ensembles/train-references.ts";
import { learn, learningProblem, splitRows } from "../support/learning-problem.ts";
import { quantile } from "./quantile.ts";

const FEATURES = 100;
const TEST_ROWS = 20_000;
const SEEDS = Number(process.argv[2] ?? 5);
/** Fewer rounds on more rows: the libraries' time grows with both. */
const SIZES = [
  { rows: 10_000, rounds: 40 },
  { rows: 100_000, rounds: 20 },
];
const FAMILIES: readonly { readonly family: string; readonly params: (rounds: number) => object }[] = [
  { family: "boosting-leafwise", params: (rounds) => ({ rounds, learningRate: 0.1 }) },
  { family: "boosting-depthwise", params: (rounds) => ({ rounds, learningRate: 0.1, maxDepth: 5 }) },
  { family: "forest", params: (trees) => ({ trees }) },
];

interface Result {
  readonly seconds: number;
  readonly logLoss: number;
}

/** Seconds of CPU that this process has used: all of its threads, garbage collection too. */
function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function timed<T>(work: () => T): readonly [result: T, seconds: number] {
  const started = cpuSeconds();
  const result = work();
  return [result, cpuSeconds() - started];
}

function trainOurs(family: string, train: Dataset, test: Dataset, input: object, seed: number): Result {
  const [{ learner, params, state }, seconds] = timed(() => learn(family, train, input, seed));
  const scores = learner.serving.scores(params, state, test.features, test.rows);
  return { seconds, logLoss: logLoss(scores, test.labels, test.weights) };
}

const median = (values: readonly number[]) => quantile([...values], 0.5);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const percent = (share: number) => `${share > 0 ? "+" : ""}${(100 * share).toFixed(2)} %`;

function report(results: readonly Readonly<Record<string, Result>>[]): void {
  const of = (name: string, figure: keyof Result) => results.map((turn) => turn[name]![figure]);
  const ours = { seconds: median(of("edgewise", "seconds")), logLoss: mean(of("edgewise", "logLoss")) };
  for (const name of Object.keys(results[0]!)) {
    const [seconds, loss] = [median(of(name, "seconds")), mean(of(name, "logLoss"))];
    const beside =
      name === "edgewise"
        ? ""
        : `   edgewise: time x ${(ours.seconds / seconds).toFixed(2)}, log loss ${percent(ours.logLoss / loss - 1)}`;
    console.log(
      `  ${name.padEnd(14)}${seconds.toFixed(2).padStart(7)} s  log loss ${loss.toFixed(4)}${beside}`,
    );
  }
}

const references = hasReferences();
if (!references)
  console.log("scikit-learn and XGBoost are not installed (Debian: python3-sklearn python3-xgboost).\n");
for (const { rows, rounds } of SIZES) {
  console.log(
    `${rows} rows x ${FEATURES} features, ${rounds} rounds or trees; CPU median, log loss mean of ${SEEDS} seeds`,
  );
  const problems = Array.from({ length: SEEDS }, (_, seed) =>
    splitRows(learningProblem(rows + TEST_ROWS, FEATURES, seed).data, TEST_ROWS),
  );
  // Not timed: the compiler meets the hot loops.
  for (const { family, params } of FAMILIES) learn(family, problems[0]!.test, params(2));
  for (const { family, params } of FAMILIES) {
    console.log(`\n ${family}`);
    report(
      problems.map(({ train, test }, seed) => ({
        edgewise: trainOurs(family, train, test, params(rounds), seed),
        ...(references && trainReferences(train, test, { family, params: params(rounds), seed })),
      })),
    );
  }
  console.log("");
}
