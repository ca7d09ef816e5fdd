// npx tsx tests/bench/networks.bench.ts, or deno run -A tests/bench/networks.bench.ts
// Cost of one step of each network, forward, backward and update, on the platform's number of features.
import { performance } from "node:perf_hooks";
import { FEATURE_SET } from "../../shared/features/feature-set.ts";
import { learnerOf } from "../../shared/ml/learners.ts";
import { orderProblem } from "../support/sequence-problem.ts";
import { quantile } from "./quantile.ts";

const ROWS = 256;
const WARM_STEPS = 8;
const STEPS = 20;

const NETWORKS: readonly { readonly family: string; readonly input: object }[] = [
  { family: "lstm", input: {} },
  { family: "lstm", input: { units: [128, 64], sequenceLength: 60 } },
  { family: "cnn", input: {} },
  { family: "transformer", input: {} },
];

for (const { family, input } of NETWORKS) {
  const learner = learnerOf(family);
  const params = learner.parseParams({ ...input, epochs: 500 });
  const data = orderProblem(ROWS, learner.sequenceLength(params), FEATURE_SET.features.length, 1);
  const prepared = learner.preparation.prepare(data, params);
  let state = learner.fitting.start(prepared, params, 1);
  const times: number[] = [];
  let before = 0;
  for (let step = 0; step < WARM_STEPS + STEPS; step++) {
    if (step === WARM_STEPS) before = learner.fitting.progress(params, state);
    const started = performance.now();
    state = learner.fitting.step(prepared, params, state);
    if (step >= WARM_STEPS) times.push(performance.now() - started);
  }
  const rows = (learner.fitting.progress(params, state) - before) * 500 * ROWS;
  const perRow = times.reduce((sum, time) => sum + time, 0) / rows;
  console.log(
    `${family} ${JSON.stringify(input)}: p50 ${quantile(times, 0.5).toFixed(0)} ms a step of ` +
      `${(rows / STEPS).toFixed(0)} rows, ${perRow.toFixed(2)} ms a row, state ${Math.round(learner.fitting.encode(state).length / 1024)} KB`,
  );
}
