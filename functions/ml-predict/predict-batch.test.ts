import { beforeEach, describe, expect, it, vi } from "vitest";
import type { ModelRuntime } from "../../shared/ports/model-runtime.ts";
import { createModelSessions } from "../../shared/services/prediction/model-sessions.ts";
import { TEST_API_KEYS } from "../../tests/support/api-keys.ts";
import { TEST_CRON_KEY, type testHttpDeps } from "../../tests/support/http-deps.ts";
import type { createMemoryPredictionLog } from "../../tests/support/memory/prediction-log.ts";
import { bearer, NAMES, postTo, predictApp, storeModel } from "../../tests/support/predict-app.ts";
import type { createApp } from "./app.ts";

let app: ReturnType<typeof createApp>;
let predictions: ReturnType<typeof createMemoryPredictionLog>;
let http: ReturnType<typeof testHttpDeps>;
beforeEach(async () => {
  ({ app, predictions, http } = await predictApp());
});

describe("POST /batch", () => {
  const batch = async (body: object, headers?: Record<string, string>) => {
    const answer = await postTo(app, "/batch", body, headers);
    return { status: answer.status, cache: answer.headers.get("x-cache"), body: await answer.json() };
  };

  it("runs 1,000 rows of a model at once, each with its own answer and its own row in the log", async () => {
    const run = vi.fn(async (_: Float32Array, rows: number) =>
      Float32Array.from({ length: rows * 3 }, (_, i) => [0.1, 0.2, 0.7][i % 3]!),
    );
    const runtime: Pick<ModelRuntime, "load"> = {
      load: async () => ({ runtime: "evaluator", rowShape: [NAMES.length], run, release: async () => {} }),
    };
    const { blobs } = await predictApp();
    await storeModel(blobs, { version: "champion" }, [0.1, 0.2, 0.7]);
    ({ app, predictions } = await predictApp({ sessions: createModelSessions({ blobs, runtime }) }));
    const items = Array.from({ length: 1_000 }, (_, i) => ({
      symbol: "EURUSD",
      features: { [NAMES[0]!]: i / 1_000 },
    }));
    const { status, body } = await batch({ items, log: "sync" });
    expect({ status, ...body, results: body.results.length }).toMatchObject({
      status: 200,
      succeeded: 1_000,
      failed: 0,
      results: 1_000,
    });
    expect(run.mock.calls.map(([, rows]) => rows)).toEqual([1_000]);
    const features = body.results.map(
      ({ answer }: { answer: { id: string } }) => predictions.rows.get(answer.id)!.features[NAMES[0]!],
    );
    expect(features).toEqual(items.map((item) => Math.fround(item.features[NAMES[0]!]!)));
  });

  it("gives an item that fails its own problem, and the others their answers", async () => {
    const { status, body } = await batch({
      items: [
        { symbol: "NOPE" },
        { symbol: "EURUSD" },
        { symbol: "NEW" },
        { symbol: "EURUSD", features: { nonsense: 1 } },
        { symbol: "EURUSD", model_version: "broken" },
        { symbol: "EURUSD", timeframe: "5m" },
        { symbol: "EURUSD", model_version: "rejected" },
      ],
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({ succeeded: 2, failed: 5 });
    const told = body.results.map(
      ({ answer, problem }: { answer: { direction: string } | null; problem: { code: string } | null }) =>
        answer?.direction ?? problem?.code,
    );
    expect(told).toEqual([
      "unknown_symbol",
      "BUY",
      "not_enough_bars",
      "invalid_request",
      "unsupported_model",
      "no_active_model",
      "SELL",
    ]);
    expect(body.results[3].problem.errors[0].pointer).toBe("/features/nonsense");
    await http.settle();
    expect(predictions.rows.size).toBe(2);
  });

  it("takes from the request what an item leaves out", async () => {
    const { body } = await batch({
      items: [{ symbol: "EURUSD" }, { symbol: "EURUSD", model_version: "champion" }],
      model_version: "rejected",
    });
    const versions = body.results.map(
      ({ answer }: { answer: { model: { version: string } } }) => answer.model.version,
    );
    expect(versions).toEqual(["rejected", "champion"]);
  });

  it("refuses the items of a test key that are on real symbols, and no others", async () => {
    const { status, body } = await batch(
      { items: [{ symbol: "EURUSD" }, { symbol: "SYN-NOPE" }] },
      { "x-api-key": TEST_API_KEYS.test },
    );
    expect(status).toBe(200);
    const codes = body.results.map(({ problem }: { problem: { code: string } }) => problem.code);
    expect(codes).toEqual(["test_key", "unknown_symbol"]);
  });

  it.each([
    ["no items", { items: [] }, "/items"],
    ["1,001 items", { items: Array(1_001).fill({ symbol: "EURUSD" }) }, "/items"],
    ["an item without a symbol", { items: [{ symbol: "EURUSD" }, {}] }, "/items/1/symbol"],
    ["an item with a member that is none", { items: [{ symbol: "EURUSD", log: "sync" }] }, "/items/0"],
    ["21 items to explain", { items: Array(21).fill({ symbol: "EURUSD" }), explain: true }, "/explain"],
    ["a band beyond 1", { items: [{ symbol: "EURUSD" }], neutral_band: 1.5 }, "/neutral_band"],
    ["a coverage that nothing is stored for", { items: [{ symbol: "EURUSD" }], coverage: 0.85 }, "/coverage"],
  ])("refuses %s", async (_, body, pointer) => {
    const { status, body: problem } = await batch(body);
    expect(status).toBe(400);
    expect(problem.errors[0].pointer).toBe(pointer);
  });

  it("is for users, secret keys and API keys with the scope", async () => {
    const items = [{ symbol: "EURUSD" }];
    expect((await batch({ items }, {})).status).toBe(401);
    expect((await batch({ items }, { apikey: TEST_CRON_KEY })).status).toBe(403);
    expect((await batch({ items }, { "x-api-key": TEST_API_KEYS.modelsOnly })).status).toBe(403);
    expect((await batch({ items }, await bearer())).status).toBe(200);
  });
});
