import { beforeEach, describe, expect, it } from "vitest";
import { TEST_API_KEYS } from "../../tests/support/api-keys.ts";
import { columns, marketDataApp } from "../../tests/support/market-data-app.ts";

let platform: ReturnType<typeof marketDataApp>;
beforeEach(() => {
  platform = marketDataApp();
});

describe("an API key", () => {
  it.each(["bars", "gaps"])(
    "reads %s with its scope, a test key those of synthetic symbols only",
    async (path) => {
      const withKey = async (key: string) => {
        const query = "symbol=EURUSD&timeframe=1h";
        const answer = await platform.app.request(`/market-data/${path}?${query}`, {
          headers: { "x-api-key": key },
        });
        return [answer.status, (await answer.json()).code];
      };
      expect(await withKey(TEST_API_KEYS.full)).toEqual([200, undefined]);
      expect(await withKey(TEST_API_KEYS.modelsOnly)).toEqual([403, "insufficient_scope"]);
      expect(await withKey(TEST_API_KEYS.test)).toEqual([403, "test_key"]);
    },
  );

  it("stores nothing", async () => {
    const headers = { "x-api-key": TEST_API_KEYS.full, "content-type": "application/json" };
    expect(
      (await platform.post({ symbol: "EURUSD", timeframe: "1h", bars: columns(1) }, headers)).status,
    ).toBe(403);
  });
});
