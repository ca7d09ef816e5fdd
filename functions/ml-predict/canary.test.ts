import { describe, expect, it } from "vitest";
import { createModelSessions } from "../../shared/services/prediction/model-sessions.ts";
import { createMemoryBlobStore } from "../../tests/support/memory/blob-store.ts";
import { createMemoryModelStore } from "../../tests/support/memory/model-store.ts";
import { constantRuntime, NAMES, predictApp, storeModel } from "../../tests/support/predict-app.ts";

describe("a canary", () => {
  async function withCanary(percent: number, answer: readonly number[]) {
    const blobs = createMemoryBlobStore();
    const champion = await storeModel(blobs, { version: "champion", state: "active" }, [0.1, 0.2, 0.7]);
    const next = await storeModel(
      blobs,
      { version: "next", state: "canary", canaryPercent: percent },
      answer,
    );
    const models = createMemoryModelStore([champion, next]);
    const sessions = createModelSessions({ blobs, runtime: constantRuntime });
    const app = await predictApp({ models, sessions });
    const { model } = await (await app.predict({ symbol: "EURUSD" })).json();
    await app.http.settle();
    const logged = [...app.predictions.rows.values()].map((row) => `${row.type} ${row.modelVersion}`);
    return { ...app, told: { answered: model.version, logged: logged.sort() } };
  }

  it("predicts in the shadow, for nobody, what the active model answers", async () => {
    const { told, predictions } = await withCanary(0, [0.7, 0.2, 0.1]);
    expect(told).toEqual({
      answered: "champion",
      logged: ["SHADOW next", "SIGNAL champion"],
    });
    const shadow = [...predictions.rows.values()].find(({ type }) => type === "SHADOW");
    expect(shadow).toMatchObject({ userId: undefined, apiKeyId: undefined, runtime: "evaluator" });
  });

  it("answers its share while the active model predicts in the shadow", async () => {
    const { told } = await withCanary(100, [0.7, 0.2, 0.1]);
    expect(told).toEqual({
      answered: "next",
      logged: ["SHADOW champion", "SIGNAL next"],
    });
  });

  it("that fails is replaced by the active model, and the log says why", async () => {
    const { told, http } = await withCanary(100, [0.9, 0.9, 0.9]);
    expect(told).toEqual({
      answered: "champion",
      logged: ["SIGNAL champion"],
    });
    expect(http.lines.some((line) => line.includes("background_work_failed"))).toBe(true);
  });

  it("does not learn from values that a caller put in", async () => {
    const { predict, predictions, http } = await withCanary(0, [0.7, 0.2, 0.1]);
    const before = predictions.rows.size;
    await predict({ symbol: "EURUSD", features: { [NAMES[0]!]: 1 }, log: "sync" });
    await http.settle();
    expect(predictions.rows.size).toBe(before + 1);
  });

  it("that is named answers alone", async () => {
    const { predict, predictions, http } = await withCanary(0, [0.7, 0.2, 0.1]);
    const before = predictions.rows.size;
    const { model } = await (await predict({ symbol: "EURUSD", model_version: "next" })).json();
    await http.settle();
    expect(model).toMatchObject({ version: "next", status: "canary" });
    expect(predictions.rows.size).toBe(before + 1);
  });
});
