import { describe, expect, it } from "vitest";
import { predictApp } from "../../tests/support/predict-app.ts";

describe("GET /status", () => {
  it("counts the models in memory, for anyone", async () => {
    const { app, predict } = await predictApp();
    const count = async () => (await (await app.request("/ml-predict/status")).json()).models_loaded;
    expect(await count()).toBe(0);
    await predict({ symbol: "EURUSD" });
    await predict({ symbol: "EURUSD", model_version: "rejected" });
    expect(await count()).toBe(2);
  });
});
