import { createApp as createJobsApp } from "../../functions/jobs/app.ts";
import { createJobStreams } from "../../functions/jobs/follow-job.ts";
import { createApp as createTriggerTrainingApp } from "../../functions/trigger-training/app.ts";
import { systemClock } from "../../shared/http/system-clock.ts";
import { TIMEFRAMES } from "../../shared/market/timeframe.ts";
import { DEFAULT_GATE_THRESHOLDS } from "../../shared/ml/gate/gate-thresholds.ts";
import type { ModelRuntime } from "../../shared/ports/model-runtime.ts";
import {
  signTestToken,
  TEST_CRON_KEY,
  TEST_PUBLISHABLE_KEY,
  TEST_SECRET_KEY,
  testHttpDeps,
} from "./http-deps.ts";
import { modelOf } from "./models.ts";
import { RETURN_FEATURES, trainingFixture, trendingBars } from "./training-fixture.ts";

export const BODY = { symbols: ["EURUSD"], timeframe: "H1", horizon: "12h" };
export const SECRET = { apikey: TEST_SECRET_KEY };
export const CRON = { apikey: TEST_CRON_KEY };
/** The id of no job. */
export const NOBODY = "00000000-0000-4000-8000-000000000000";

export async function asUser(claims: object = {}) {
  return { apikey: TEST_PUBLISHABLE_KEY, authorization: `Bearer ${await signTestToken({ ...claims })}` };
}
export const asOperator = () => asUser({ app_metadata: { role: "operator" } });

const unused: ModelRuntime = {
  name: "evaluator",
  load: () => Promise.reject(new Error("no training gets this far")),
};

/** The functions trigger-training and jobs over the same stores in memory, with slices of one step and a waker that only counts. */
export async function trainingApp() {
  const bars = trendingBars(600, 1, 0);
  const platform = await trainingFixture({ EURUSD: bars }, unused);
  for (const timeframe of TIMEFRAMES)
    await platform.bars.write({ symbol: "EURUSD", timeframe, bars, onConflict: "skip" });
  const http = { ...testHttpDeps(), clock: platform.clock };
  let wakes = 0;
  const waker = {
    async wake() {
      wakes++;
    },
  };
  const app = createTriggerTrainingApp({
    ...http,
    waker,
    jobs: platform.jobs,
    bars: platform.bars,
    instruments: platform.instruments,
    models: { get: async (version) => (version === "taken" ? modelOf({ version }) : undefined) },
    featureSet: RETURN_FEATURES,
    gate: DEFAULT_GATE_THRESHOLDS,
  });
  const runner = platform.runner();
  const streams = createJobStreams({ ...http, clock: systemClock, runner, isolateMs: 150_000, pollMs: 5 });
  const jobsApp = createJobsApp({ ...http, runner, waker, streams, cpuBudgetMs: 0 });

  async function send(method: string, path: string, headers: Record<string, string>, body?: unknown) {
    const response = await (path.startsWith("/jobs") ? jobsApp : app).request(path, {
      method,
      headers: { "content-type": "application/json", ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, answer: await response.json() };
  }

  return {
    platform,
    http,
    jobsApp,
    send,
    trigger: (body: unknown = BODY) => send("POST", "/trigger-training", SECRET, body),
    wakes: () => wakes,
  };
}
