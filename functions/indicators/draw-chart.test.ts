import { beforeAll, describe, expect, it } from "vitest";
import { CATALOGUE } from "../../shared/indicators/catalogue.ts";
import { signTestToken, TEST_SECRET_KEY } from "../../tests/support/http-deps.ts";
import { type IndicatorsApp, indicatorsApp } from "../../tests/support/indicators-app.ts";

let app: IndicatorsApp;
beforeAll(async () => {
  app = await indicatorsApp();
});

describe("GET /indicators/chart.svg", () => {
  const draw = (
    query: Record<string, string>,
    headers: Record<string, string> = { apikey: TEST_SECRET_KEY },
  ) =>
    app.request(`/indicators/chart.svg?${new URLSearchParams({ symbol: "STOCK", ...query })}`, { headers });

  it("draws the newest bars with overlays and panels", async () => {
    const answer = await draw({ overlays: "sma(50), bollinger_bands(20,2.5)", panels: "rsi,macd(5,8,3)" });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("image/svg+xml");
    const svg = await answer.text();
    expect(svg.match(/class="candle /g)).toHaveLength(120);
    expect(svg.match(/class="panel"/g)).toHaveLength(2);
    for (const label of ["average (50)", "bands (20, 2.5)", "index (14)", "divergence (5, 8, 3)"]) {
      expect(svg).toContain(label);
    }
    expect(svg).toContain("America/New York");
  });

  it("takes size, number of bars, theme and zone", async () => {
    const query = { bars: "30", width: "600", height: "300", theme: "dark", zone: "utc" };
    const svg = await (await draw(query)).text();
    expect(svg).toMatch(/<svg [^>]*width="600" height="300"/);
    expect(svg.match(/class="candle /g)).toHaveLength(30);
    expect(svg).not.toContain("prefers-color-scheme");
    expect(svg).toContain("UTC");
  });

  it("draws every indicator of the catalogue, over the candles where it is in units of price", async () => {
    for (const { id, outputs } of CATALOGUE) {
      const place = Object.values(outputs).some(({ unit }) => unit === "price") ? "overlays" : "panels";
      const answer = await draw({ [place]: id, reference: "GBPUSD" });
      expect(answer.status, id).toBe(200);
      expect(await answer.text(), id).not.toMatch(/NaN|Infinity|undefined/);
    }
  });

  it.each([
    ["an unknown overlay", { overlays: "sma,nope" }, "/query/overlays/1"],
    ["an unknown panel", { panels: "nope(3)" }, "/query/panels/0"],
    ["an overlay that is not in units of price", { overlays: "sma,rsi" }, "/query/overlays/1"],
    ["a parameter out of range", { overlays: "sma(0)" }, "/query/overlays/0/params"],
    ["a parameter that is no number", { overlays: "sma(x)" }, "/query/overlays/0"],
    ["an empty parameter", { panels: "macd(12,,9)" }, "/query/panels/0"],
    ["too many parameters", { panels: "rsi(14,2)" }, "/query/panels/0"],
    ["a list that cannot be read", { overlays: "sma(50" }, "/query/overlays/0"],
    ["an empty item", { overlays: "sma," }, "/query/overlays/1"],
    ["more than four panels", { panels: "rsi,rsi,rsi,rsi,rsi" }, "/query/panels"],
    ["more than eight overlays", { overlays: Array(9).fill("sma").join(",") }, "/query/overlays"],
    ["too few bars asked for", { bars: "19" }, "/query/bars"],
    ["too many bars asked for", { bars: "501" }, "/query/bars"],
    ["a width that is no number", { width: "wide" }, "/query/width"],
    ["a height too large", { height: "9999" }, "/query/height"],
    ["a height too small for its panels", { height: "300", panels: "rsi" }, "/query/height"],
    ["an unknown theme", { theme: "sepia" }, "/query/theme"],
    ["a symbol that is none", { symbol: "<svg>" }, "/query/symbol"],
    ["a comparison with nothing", { panels: "beta" }, "/reference"],
  ])("refuses %s", async (_, query: Record<string, string>, pointer) => {
    const answer = await draw(query);
    expect(answer.status).toBe(400);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect((await answer.json()).errors[0].pointer).toBe(pointer);
  });

  it("refuses an unknown symbol and one with too few bars", async () => {
    expect((await draw({ symbol: "NOPE" })).status).toBe(404);
    expect((await draw({ symbol: "NEW", panels: "rsi" })).status).toBe(422);
  });

  it("is for users and secret keys", async () => {
    expect((await draw({}, {})).status).toBe(401);
    expect((await draw({}, { authorization: `Bearer ${await signTestToken()}` })).status).toBe(200);
  });
});
