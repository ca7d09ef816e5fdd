// npx tsx tests/bench/training.bench.ts, or deno run -A tests/bench/training.bench.ts
// Training time and log loss of the boosting learner beside scikit-learn and XGBoost: the same rows and parameters, one
// thread each, taking turns in one run.
import { performance } from "node:perf_hooks";
import { boostingLearner as learner } from "../../shared/ml/boosting/boosting-learner.ts";
import type { BoostingParams } from "../../shared/ml/boosting/params.ts";
import type { Dataset } from "../../shared/ml/learner.ts";
import { logLoss } from "../../shared/ml/softmax.ts";
import { hasReferences, trainReferences } from "../oracles/boosting/train-references.ts";
import { boost, learningProblem, splitRows } from "../support/learning-problem.ts";
import { quantile } from "./quantile.ts";

const SIZES = [
  { rows: 5_000, features: 60, turns: 3 },
  { rows: 10_000, features: 100, turns: 3 },
];
const TEST_ROWS = 5_000;
const PARAMS = learner.parseParams({ rounds: 40, learningRate: 0.1 });

interface Result {
  readonly seconds: number;
  readonly logLoss: number;
}

function trainOurs(train: Dataset, test: Dataset, params: BoostingParams): Result {
  const started = performance.now();
  const { state } = boost(train, params);
  const seconds = (performance.now() - started) / 1000;
  const scores = learner.scores(params, state, test.features, test.rows);
  return { seconds, logLoss: logLoss(scores, test.labels, test.weights) };
}

for (const { rows, features, turns } of SIZES) {
  const { train, test } = splitRows(learningProblem(rows + TEST_ROWS, features, 1).data, TEST_ROWS);
  const results = Array.from({ length: turns }, () => ({
    edgewise: trainOurs(train, test, PARAMS),
    ...(hasReferences() && trainReferences(train, test, PARAMS)),
  }));
  console.log(`\n${rows} rows x ${features} features, ${3 * PARAMS.rounds} trees, median of ${turns} turns`);
  const ours = quantile(
    results.map((turn) => turn.edgewise.seconds),
    0.5,
  );
  for (const name of Object.keys(results[0]!) as (keyof (typeof results)[0])[]) {
    const ofName = results.flatMap((turn) => turn[name] ?? []);
    const seconds = quantile(
      ofName.map((result) => result.seconds),
      0.5,
    );
    console.log(
      `  ${name.padEnd(14)}${seconds.toFixed(2)} s  x ${(seconds / ours).toFixed(2)}  log loss ${ofName[0]!.logLoss.toFixed(4)}`,
    );
  }
}
if (!hasReferences())
  console.log("\nscikit-learn and XGBoost are not installed (Debian: python3-sklearn python3-xgboost).");
