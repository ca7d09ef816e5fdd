import { beforeEach, describe, expect, it } from "vitest";
import { evaluatorRuntime } from "../../shared/adapters/onnx/evaluator-runtime.ts";
import { createRuntimeLadder } from "../../shared/adapters/onnx/runtime-ladder.ts";
import { toClassProbabilities } from "../../shared/decision/class-probabilities.ts";
import { sha256Hex } from "../../shared/hash/sha256.ts";
import { encodeModel } from "../../shared/ml/onnx/encode-model.ts";
import type { ModelRuntime, RuntimeName } from "../../shared/ports/model-runtime.ts";
import type { LoggedPrediction } from "../../shared/ports/prediction-archive.ts";
import { createModelSessions } from "../../shared/services/prediction/model-sessions.ts";
import {
  signTestToken,
  TEST_CRON_KEY,
  TEST_PUBLISHABLE_KEY,
  TEST_SECRET_KEY,
  TEST_USER_ID,
} from "../../tests/support/http-deps.ts";
import { linearModel } from "../../tests/support/linear-model.ts";
import { createMemoryBlobStore } from "../../tests/support/memory/blob-store.ts";
import { createMemoryModelStore } from "../../tests/support/memory/model-store.ts";
import { createMemoryPredictionArchive } from "../../tests/support/memory/prediction-archive.ts";
import { modelOf } from "../../tests/support/models.ts";
import { testModelsDeps } from "../../tests/support/models-deps.ts";
import { createApp } from "./app.ts";

const SECRET = { apikey: TEST_SECRET_KEY };
const [OWN, FOREIGN, ALTERED, UNKNOWN, NATIVE, WASM, UNDATED] = [1, 2, 3, 4, 5, 6, 7].map(
  (n) => `0000000${n}-0000-4000-8000-000000000000`,
);
const INPUTS = Float32Array.of(0.1, -2.5, 1e-20, 3);

/** SELL, HOLD, BUY of a runtime that sums in another order than the first one. */
const OF_WASM = [0.25, 0.25, 0.5];

/** A stand-in for a build of ONNX Runtime, with last bits of its own; `undefined` where it is not to be had. */
function rung(name: RuntimeName, answer: readonly number[] | undefined): ModelRuntime {
  return {
    name,
    load: async () =>
      answer
        ? {
            runtime: name,
            rowShape: [INPUTS.length],
            run: async () => Float32Array.from(answer),
            release: async () => {},
          }
        : { refused: "runtime", reason: "there is none built in here" },
  };
}

let app: ReturnType<typeof createApp>;
beforeEach(async () => {
  const bytes = encodeModel(linearModel(INPUTS.length));
  const file = { path: "old.onnx", sha256: await sha256Hex(bytes), sizeBytes: bytes.length };
  const blobs = createMemoryBlobStore();
  await blobs.put(file.path, bytes);
  const loaded = await evaluatorRuntime.load(bytes);
  if ("refused" in loaded) throw new Error(loaded.reason);
  const { sell, hold, buy } = toClassProbabilities(await loaded.run(INPUTS, 1));
  const logged = (id: string, fields: Partial<LoggedPrediction> = {}): LoggedPrediction => ({
    id,
    userId: TEST_USER_ID,
    modelVersion: "old",
    symbol: "EURUSD",
    barTime: "2026-01-01T00:00:00+00:00",
    predictedAt: "2026-01-01T01:00:05+00:00",
    inputs: INPUTS,
    probabilities: [sell, hold, buy],
    runtime: "evaluator",
    ...fields,
  });
  app = createApp(
    testModelsDeps({
      models: createMemoryModelStore([modelOf({ version: "old", state: "retired", file })]),
      sessions: createModelSessions({
        blobs,
        runtime: createRuntimeLadder([evaluatorRuntime, rung("native", undefined), rung("wasm", OF_WASM)]),
      }),
      archive: createMemoryPredictionArchive([
        logged(OWN!),
        logged(FOREIGN!, { userId: undefined }),
        logged(ALTERED!, { inputs: Float32Array.of(0.25, ...INPUTS.subarray(1)) }),
        logged(NATIVE!, { runtime: "native" }),
        logged(WASM!, { runtime: "wasm", probabilities: OF_WASM }),
        logged(UNDATED!, { runtime: undefined }),
      ]),
    }),
  );
});

const replay = (id: string, headers: Record<string, string> = SECRET) =>
  app.request(`/models/predictions/${id}/replay`, { method: "POST", headers });

describe("POST /predictions/:id/replay", () => {
  it("makes the prediction of a retired model again, bit for bit", async () => {
    const answer = await (await replay(OWN!)).json();
    expect(answer).toMatchObject({
      identical: true,
      model: { version: "old", status: "retired" },
      runtime: { logged: "evaluator", recomputed: "evaluator" },
    });
    expect(answer.recomputed).toEqual(answer.logged);
  });

  it("says so when the inputs are not the ones it was made from", async () => {
    expect(await (await replay(ALTERED!)).json()).toMatchObject({ identical: false });
  });

  it("asks the runtime that made the prediction, though another one would take the file first", async () => {
    expect(await (await replay(WASM!)).json()).toMatchObject({
      identical: true,
      runtime: { logged: "wasm", recomputed: "wasm" },
    });
  });

  it("refuses where the runtime that made it is not to be had, instead of comparing with another", async () => {
    const refused = await replay(NATIVE!);
    expect(refused.status).toBe(409);
    const problem = await refused.json();
    expect(problem).toMatchObject({ code: "runtime_unavailable" });
    expect(problem.detail).toContain("native");
  });

  it("takes any runtime for a prediction from before runtimes were kept", async () => {
    expect(await (await replay(UNDATED!)).json()).toMatchObject({
      identical: true,
      runtime: { logged: null, recomputed: "evaluator" },
    });
  });

  it("is for a prediction's owner, and for operators and secret keys", async () => {
    const user = { apikey: TEST_PUBLISHABLE_KEY, authorization: `Bearer ${await signTestToken()}` };
    expect((await replay(OWN!, user)).status).toBe(200);
    expect((await replay(FOREIGN!, user)).status).toBe(404);
    expect((await replay(FOREIGN!)).status).toBe(200);
    expect((await replay(OWN!, { apikey: TEST_PUBLISHABLE_KEY })).status).toBe(401);
    expect((await replay(OWN!, { apikey: TEST_CRON_KEY })).status).toBe(403);
  });

  it("refuses what is not there, and what is no id", async () => {
    expect(await (await replay(UNKNOWN!)).json()).toMatchObject({ code: "not_found" });
    expect(await (await replay("7")).json()).toMatchObject({ code: "invalid_request" });
  });
});
