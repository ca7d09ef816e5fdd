import { beforeEach, describe, expect, it } from "vitest";
import { columns, HOUR, marketDataApp, START } from "../../tests/support/market-data-app.ts";

let platform: ReturnType<typeof marketDataApp>;
beforeEach(() => {
  platform = marketDataApp();
});

describe("GET /bars", () => {
  it("pages by cursor without losing or repeating a bar", async () => {
    await platform.post({ symbol: "EURUSD", timeframe: "1h", bars: columns(7) });
    const seen: number[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor === null ? "" : `&cursor=${cursor}`;
      const page = await (await platform.get(`bars?symbol=EURUSD&timeframe=1h&limit=3${query}`)).json();
      seen.push(...page.bars.ts);
      cursor = page.next_cursor;
    } while (cursor !== null);
    expect(seen).toEqual(columns(7).ts);
  });

  it("takes a range in either spelling of time", async () => {
    await platform.post({ symbol: "EURUSD", timeframe: "1h", bars: columns(7) });
    const page = await (
      await platform.get(`bars?symbol=EURUSD&timeframe=H1&from=2024-01-02T02:00:00Z&to=${START + 4 * HOUR}`)
    ).json();
    expect(page.bars.ts).toEqual([START + 2 * HOUR, START + 3 * HOUR]);
  });

  it.each([
    "bars?timeframe=1h",
    "bars?symbol=EURUSD&timeframe=1h&limit=0",
    "bars?symbol=EURUSD&timeframe=1h&from=soon",
    "bars?symbol=EURUSD&timeframe=1h&resample_from=4h",
    "bars?symbol=EURUSD&timeframe=1h&resample_from=1h",
  ])("refuses %s", async (path) => {
    const answer = await platform.get(path);
    expect(answer.status).toBe(400);
    expect((await answer.json()).errors[0].pointer).toMatch(/^\/query\//);
  });
});
