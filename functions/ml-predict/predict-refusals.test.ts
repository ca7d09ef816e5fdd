import { describe, expect, it } from "vitest";
import { TEST_API_KEYS } from "../../tests/support/api-keys.ts";
import { TEST_CRON_KEY, TEST_PUBLISHABLE_KEY } from "../../tests/support/http-deps.ts";
import { bearer, NAMES, predictApp, SECRET } from "../../tests/support/predict-app.ts";

describe("refusals of POST /", () => {
  it.each([
    ["an unknown symbol", { symbol: "NOPE" }, 404, "unknown_symbol"],
    ["an unknown model", { symbol: "EURUSD", model_version: "none" }, 404, "not_found"],
    ["a scope without an active model", { symbol: "EURUSD", timeframe: "5m" }, 409, "no_active_model"],
    ["another feature set", { symbol: "EURUSD", model_version: "outdated" }, 409, "feature_set_mismatch"],
    ["too few bars", { symbol: "NEW" }, 422, "not_enough_bars"],
    ["a price that never moved", { symbol: "FLAT" }, 422, "not_enough_bars"],
    [
      "a model that gives no probabilities",
      { symbol: "EURUSD", model_version: "broken" },
      422,
      "unsupported_model",
    ],
  ])("%s", async (_, body, status, code) => {
    const { predict, predictions, http } = await predictApp();
    const answer = await predict(body);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ code });
    await http.settle();
    expect(predictions.rows.size).toBe(0);
  });

  it.each([
    ["no body", undefined, ""],
    ["no symbol", {}, "/symbol"],
    ["a symbol that none can be", { symbol: "eur usd" }, "/symbol"],
    ["an unknown timeframe", { symbol: "EURUSD", timeframe: "7h" }, "/timeframe"],
    ["a horizon that is no number of bars", { symbol: "EURUSD", horizon: "90m" }, "/horizon"],
    ["an unknown feature", { symbol: "EURUSD", features: { nonsense: 1 } }, "/features/nonsense"],
    ["a feature that is null", { symbol: "EURUSD", features: { a: null } }, "/features/a"],
    ["a feature that is text", { symbol: "EURUSD", features: { a: "1" } }, "/features/a"],
    ["a version that none can have", { symbol: "EURUSD", model_version: "../x" }, "/model_version"],
    ["an unknown way to log", { symbol: "EURUSD", log: "never" }, "/log"],
    ["a band below 0", { symbol: "EURUSD", neutral_band: -0.1 }, "/neutral_band"],
    ["a coverage that nothing is stored for", { symbol: "EURUSD", coverage: 1 }, "/coverage"],
    ["an unknown member", { symbol: "EURUSD", horizons: [1] }, ""],
  ])("%s, with a pointer", async (_, body, pointer) => {
    const { predict } = await predictApp();
    const answer = await predict(body);
    expect(answer.status).toBe(400);
    const problem = await answer.json();
    expect(problem).toMatchObject({ code: "invalid_request" });
    if (pointer !== "") expect(problem.errors[0].pointer).toBe(pointer);
  });

  it.each(["1e999", "-1e999", "1e39"])("a feature of %s, which no float32 holds", async (value) => {
    const { app } = await predictApp();
    const [name] = NAMES;
    const answer = await app.request("/ml-predict", {
      method: "POST",
      headers: { ...SECRET, "content-type": "application/json" },
      body: `{"symbol":"EURUSD","features":{"${name}":${value}}}`,
    });
    expect(answer.status).toBe(400);
    expect((await answer.json()).errors[0].pointer).toBe(`/features/${name}`);
  });

  it("is for API keys with the scope, test keys on synthetic symbols", async () => {
    const { predict } = await predictApp();
    const withKey = async (key: string) => {
      const answer = await predict({ symbol: "EURUSD" }, { "x-api-key": key });
      return [answer.status, (await answer.json()).code];
    };
    expect(await withKey(TEST_API_KEYS.full)).toEqual([200, undefined]);
    expect(await withKey(TEST_API_KEYS.modelsOnly)).toEqual([403, "insufficient_scope"]);
    expect(await withKey(TEST_API_KEYS.test)).toEqual([403, "test_key"]);
  });

  it("is for users, operators and secret keys", async () => {
    const { predict } = await predictApp();
    const body = { symbol: "EURUSD" };
    expect((await predict(body, {})).status).toBe(401);
    expect((await predict(body, { apikey: TEST_PUBLISHABLE_KEY })).status).toBe(401);
    expect((await predict(body, { apikey: TEST_CRON_KEY })).status).toBe(403);
    expect((await predict(body, await bearer())).status).toBe(200);
  });
});
