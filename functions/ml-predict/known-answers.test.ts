import { beforeEach, describe, expect, it, vi } from "vitest";
import { sliceBars } from "../../shared/market/bars.ts";
import { DEFAULT_POLICY } from "../../shared/services/prediction/predictor.ts";
import { TEST_NOW, testHttpDeps } from "../../tests/support/http-deps.ts";
import { createMemoryBarStore } from "../../tests/support/memory/bar-store.ts";
import { createMemoryCache } from "../../tests/support/memory/cache.ts";
import type { createMemoryPredictionLog } from "../../tests/support/memory/prediction-log.ts";
import { BARS, LAST, NAMES, postTo, predictApp } from "../../tests/support/predict-app.ts";
import type { createApp } from "./app.ts";

let app: ReturnType<typeof createApp>;
let predictions: ReturnType<typeof createMemoryPredictionLog>;
let http: ReturnType<typeof testHttpDeps>;
beforeEach(async () => {
  ({ app, predictions, http } = await predictApp());
});

const predict = (body: unknown, headers?: Record<string, string>, path = "") =>
  postTo(app, path, body, headers);

describe("answers that are known", () => {
  const ask = async (body: object = {}) => {
    const answer = await predict({ symbol: "EURUSD", ...body });
    return { cache: answer.headers.get("x-cache"), prediction: await answer.json() };
  };

  it("are given again, each under an id of its own and to the log of who asked", async () => {
    const first = await ask();
    const second = await ask();
    expect([first.cache, second.cache]).toEqual(["miss", "hit"]);
    const same = ({ prediction: { id: _, ...rest } }: typeof first) => rest;
    expect(same(second)).toEqual(same(first));
    await http.settle();
    expect([...predictions.rows.keys()].sort()).toEqual([first.prediction.id, second.prediction.id].sort());
  });

  it.each([
    ["features", { features: { [NAMES[0]!]: 0.5 } }],
    ["a band", { neutral_band: 0.2 }],
    ["a coverage", { coverage: 0.8 }],
    ["an explanation", { explain: true }],
    ["a model", { model_version: "rejected" }],
  ])("are not those of another question: %s", async (_, body) => {
    await ask();
    expect((await ask(body)).cache).toBe("miss");
    expect((await ask(body)).cache).toBe("hit");
  });

  it("are shared between isolates by the cache", async () => {
    const cache = createMemoryCache(testHttpDeps().clock);
    ({ app, http } = await predictApp({ cache }));
    await ask();
    await http.settle();
    const load = vi.fn();
    ({ app } = await predictApp({ cache, sessions: { use: load, count: () => 0 } }));
    expect((await ask()).cache).toBe("hit");
    expect(load).not.toHaveBeenCalled();
  });

  it("are forgotten after their time, at the bar's close, and when the bar is corrected", async () => {
    const time = { ms: 30 * 60_000 };
    const clock = { now: () => TEST_NOW + time.ms, elapsed: () => time.ms };
    const bars = createMemoryBarStore();
    await bars.write({ symbol: "EURUSD", timeframe: "1h", bars: BARS, onConflict: "skip" });
    ({ app } = await predictApp({ clock, bars, cache: createMemoryCache(clock) }));
    const cacheAfter = async (ms: number) => {
      time.ms += ms;
      return (await ask()).cache;
    };
    expect(await cacheAfter(0)).toBe("miss");
    expect(await cacheAfter(44_000)).toBe("hit");
    expect(await cacheAfter(1_000)).toBe("miss");
    const newest = sliceBars(BARS, LAST);
    const corrected = { ...newest, close: newest.close.map((close) => close * 0.9999) };
    await bars.write({ symbol: "EURUSD", timeframe: "1h", bars: corrected, onConflict: "replace" });
    expect(await cacheAfter(1_000)).toBe("miss");
    // Half a minute before the hour is over.
    time.ms = 60 * 60_000 - 30_000;
    expect(await cacheAfter(0)).toBe("miss");
    expect(await cacheAfter(29_000)).toBe("hit");
    expect(await cacheAfter(1_000)).toBe("miss");
  });

  it("can be turned off", async () => {
    ({ app } = await predictApp({ policy: { ...DEFAULT_POLICY, cacheMs: 0 } }));
    expect([(await ask()).cache, (await ask()).cache]).toEqual(["miss", "miss"]);
  });
});
