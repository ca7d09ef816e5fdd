import { beforeAll, describe, expect, it } from "vitest";
import { computeFeatures } from "../../shared/features/compute-features.ts";
import { FEATURE_SET } from "../../shared/features/feature-set.ts";
import { TEST_SECRET_KEY } from "../../tests/support/http-deps.ts";
import { BARS, type IndicatorsApp, indicatorsApp, ROWS } from "../../tests/support/indicators-app.ts";
import { STOCK } from "../../tests/support/instruments.ts";

let app: IndicatorsApp;
beforeAll(async () => {
  app = await indicatorsApp();
});

describe("GET /indicators/features/values", () => {
  const values = async (query: Record<string, string>) => {
    const search = new URLSearchParams({ symbol: "STOCK", timeframe: "1h", ...query });
    const headers = { apikey: TEST_SECRET_KEY };
    const answer = await app.request(`/indicators/features/values?${search}`, { headers });
    return { status: answer.status, body: await answer.json() };
  };
  const whole = computeFeatures(BARS, STOCK, "1h");
  const expected = (name: string, from: number, to: number) =>
    Array.from(
      whole.values.subarray(whole.names.indexOf(name) * ROWS + from, whole.names.indexOf(name) * ROWS + to),
      (value) => (Number.isNaN(value) ? null : value),
    );

  it("are those of the whole history, wherever the page begins", async () => {
    const { status, body } = await values({ from: String(BARS.ts[700]), limit: "3" });
    expect(status).toBe(200);
    expect(body).toMatchObject({ version: FEATURE_SET.version, ts: Array.from(BARS.ts.subarray(700, 703)) });
    for (const { name } of FEATURE_SET.features) {
      const wanted = expected(name, 700, 703);
      body.features[name].forEach((value: number | null, i: number) => {
        // Window sums of another beginning round otherwise, in the last of float32's digits.
        expect(Math.abs((value ?? 0) - (wanted[i] ?? 0)), name).toBeLessThanOrEqual(
          1e-6 * Math.max(1, Math.abs(wanted[i] ?? 0)),
        );
      });
    }
    const after = await values({ cursor: body.next_cursor, limit: "1" });
    expect(after.body.ts).toEqual([BARS.ts[703]]);
  });

  it("begin with nulls where the history does, and end with a null cursor", async () => {
    const { body } = await values({ limit: "1000" });
    expect(body.features.sma_distance_200.slice(0, 199)).toEqual(Array(199).fill(null));
    expect(body.features.sma_distance_200[199]).toBeCloseTo(expected("sma_distance_200", 199, 200)[0]!, 5);
    const rest = await values({ cursor: body.next_cursor, limit: "1000" });
    expect(rest.body).toMatchObject({ next_cursor: null });
    expect(body.ts.length + rest.body.ts.length).toBe(ROWS);
  });

  it.each([
    [{ symbol: "NOPE" }, 404],
    [{ limit: "100000" }, 400],
    [{ timeframe: "7h" }, 400],
  ])("refuses %j", async (query, status) => {
    expect((await values(query)).status).toBe(status);
  });
});
