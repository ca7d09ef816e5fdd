import { beforeEach, describe, expect, it } from "vitest";
import { signTestToken, TEST_CRON_KEY, TEST_PUBLISHABLE_KEY } from "../../tests/support/http-deps.ts";
import { modelOf } from "../../tests/support/models.ts";
import { canaryOf, json, registryApp, SECRET } from "../../tests/support/registry-app.ts";

let registry: ReturnType<typeof registryApp>;
beforeEach(() => {
  registry = registryApp();
});

it("is for operators and secret keys alone", async () => {
  registry = registryApp({
    setCanary: async (version, percent) => canaryOf(version, percent),
    stopCanary: async (version) => modelOf({ version }),
  });
  const anon = { apikey: TEST_PUBLISHABLE_KEY };
  const user = { ...anon, authorization: `Bearer ${await signTestToken()}` };
  const operator = {
    ...anon,
    authorization: `Bearer ${await signTestToken({ app_metadata: { role: "operator" } })}`,
  };
  const requests: [string, string, unknown][] = [
    ["POST", "/v2/canary", { percent: 5 }],
    ["DELETE", "/v2/canary", undefined],
    ["GET", "/serving?symbol=EURUSD&timeframe=1h", undefined],
    ["GET", "/audit", undefined],
  ];
  for (const [method, path, body] of requests) {
    expect((await registry.call(method, path, body, {})).status).toBe(401);
    expect((await registry.call(method, path, body, anon)).status).toBe(401);
    expect((await registry.call(method, path, body, user)).status).toBe(403);
    expect((await registry.call(method, path, body, { apikey: TEST_CRON_KEY })).status).toBe(403);
    expect((await registry.call(method, path, body, operator)).status).toBeLessThan(400);
  }
});

describe("the jobs of the registry", () => {
  it("settle outcomes and evaluate canaries, for the platform alone", async () => {
    const cron = { apikey: TEST_CRON_KEY };
    expect(await json(registry.call("POST", "/outcomes/run", undefined, cron))).toEqual({
      predictions: 0,
      bars: 0,
      more: false,
    });
    expect(await json(registry.call("POST", "/canaries/run", undefined, cron))).toEqual({ canaries: [] });
    for (const path of ["/outcomes/run", "/canaries/run"]) {
      expect((await registry.call("POST", path, undefined, SECRET)).status).toBe(200);
      expect((await registry.call("POST", path, undefined, {})).status).toBe(401);
      expect((await registry.call("POST", path, undefined, { apikey: TEST_PUBLISHABLE_KEY })).status).toBe(
        401,
      );
    }
  });
});
