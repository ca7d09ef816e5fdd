import { beforeEach, describe, expect, it } from "vitest";
import { signTestToken } from "../../tests/support/http-deps.ts";
import { columns, HOUR, marketDataApp, SECRET_HEADERS, START } from "../../tests/support/market-data-app.ts";

let platform: ReturnType<typeof marketDataApp>;
beforeEach(() => {
  platform = marketDataApp();
});

describe("resampling", () => {
  const resample = (body: object, headers: Record<string, string> = SECRET_HEADERS) =>
    platform.app.request("/market-data/bars/resample", {
      method: "POST",
      headers,
      body: JSON.stringify(body),
    });
  const BODY = { symbol: "EURUSD", timeframe: "4h", resample_from: "1h" };

  it("gives bars of a higher timeframe, and says that the last one is still forming", async () => {
    await platform.post({ symbol: "EURUSD", timeframe: "1h", bars: columns(10) });
    const page = await (await platform.get("bars?symbol=EURUSD&timeframe=4h&resample_from=1h")).json();
    // Currencies trade from 22:00 UTC on in winter, so four hours of it begin at 22:00, 2:00, 6:00.
    expect(page.bars.ts).toEqual([START - 2 * HOUR, START + 2 * HOUR, START + 6 * HOUR]);
    expect(page.bars.open[1]).toBe(columns(10).open[2]);
    expect(page.bars.close[1]).toBe(columns(10).close[5]);
    expect(page.last_is_partial).toBe(false);
    const shorter = await (
      await platform.get(`bars?symbol=EURUSD&timeframe=4h&resample_from=1h&to=${START + 5 * HOUR}`)
    ).json();
    expect(shorter).toMatchObject({ count: 2, last_is_partial: false });
  });

  it("stores them for indicators and trainings, whole bars alone, and only once", async () => {
    await platform.post({ symbol: "EURUSD", timeframe: "1h", bars: columns(9) });
    const first = await resample(BODY);
    expect(first.status).toBe(200);
    expect(await first.json()).toEqual({
      symbol: "EURUSD",
      timeframe: "4h",
      inserted: 2,
      replaced: 0,
      skipped: 0,
      next_from: null,
    });
    expect(await (await resample(BODY)).json()).toMatchObject({ inserted: 0, skipped: 2 });
    const stored = await (await platform.get("bars?symbol=EURUSD&timeframe=4h")).json();
    expect(stored.bars.ts).toEqual([START - 2 * HOUR, START + 2 * HOUR]);
  });

  it.each([
    ["a source that is no lower timeframe", { ...BODY, resample_from: "1d" }, 400],
    ["no source", { symbol: "EURUSD", timeframe: "4h" }, 400],
    ["an unknown symbol", { ...BODY, symbol: "NOPE" }, 404],
  ])("refuses %s", async (_, body, status) => {
    expect((await resample(body)).status).toBe(status);
  });

  it("is stored by secret keys and operators only", async () => {
    const user = { authorization: `Bearer ${await signTestToken()}`, "content-type": "application/json" };
    expect((await resample(BODY, user)).status).toBe(403);
  });
});
