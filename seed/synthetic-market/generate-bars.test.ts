import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BAR_FIELDS, type Bars } from "../../shared/market/bars.ts";
import { type BarRequest, generateBars, MARKET_START } from "./generate-bars.ts";
import { MARKET_PROFILES } from "./market-profiles.ts";
import { HOUR_MS, MINUTE_MS, TradingHours } from "./trading-hours.ts";

const MONTH_MS = 30 * 24 * HOUR_MS;
const SYMBOLS = MARKET_PROFILES.map(({ instrument }) => instrument.symbol);
const MARCH: Pick<BarRequest, "from" | "to"> = { from: Date.UTC(2020, 2, 1), to: Date.UTC(2020, 3, 1) };

const rowsOf = (bars: Bars) => Array.from(bars.ts, (_, row) => BAR_FIELDS.map((field) => bars[field][row]));

describe.each(MARKET_PROFILES)("$instrument.symbol", ({ instrument: { symbol, tickSize, calendar } }) => {
  const step = { "1h": HOUR_MS, "1m": MINUTE_MS };

  test.each(["1h", "1m"] as const)("%s bars are valid", (timeframe) => {
    const { ts, open, high, low, close, volume } = generateBars({ symbol, timeframe, ...MARCH });
    const hours = new TradingHours(calendar);
    const bad = Array.from(ts).filter((time, row) => {
      const [o, h, l, c] = [open, high, low, close].map((column) => column[row]!) as [
        number,
        number,
        number,
        number,
      ];
      const ordered = l > 0 && l <= Math.min(o, c) && Math.max(o, c) <= h;
      const onTick = [o, h, l, c].every(
        (price) => Number((Math.round(price / tickSize) * tickSize).toFixed(5)) === price,
      );
      const inSession = hours.isOpen(time - (time % HOUR_MS)) && time % step[timeframe] === 0;
      const next = ts[row + 1] ?? time + step[timeframe];
      const goesOn = next > time + step[timeframe] || (open[row + 1] ?? c) === c;
      return !(ordered && onTick && inSession && goesOn && next > time && Number.isInteger(volume[row]));
    });
    expect(ts).toHaveLength(hours.count(MARCH.from, MARCH.to) * (HOUR_MS / step[timeframe]));
    expect(bad).toEqual([]);
  });

  test("sixty minutes are the hour", () => {
    const hours = generateBars({ symbol, timeframe: "1h", ...MARCH });
    const minutes = generateBars({ symbol, timeframe: "1m", ...MARCH });
    const folded = Array.from(hours.ts, (ts, row) => {
      const [first, end] = [row * 60, row * 60 + 60];
      const volume = minutes.volume.subarray(first, end).reduce((sum, lots) => sum + lots, 0);
      const high = Math.max(...minutes.high.subarray(first, end));
      const low = Math.min(...minutes.low.subarray(first, end));
      return [ts, minutes.open[first], high, low, minutes.close[end - 1], volume];
    });
    expect(folded).toEqual(rowsOf(hours));
  });
});

test("a bar never changes: any window of any length shows the same history", () => {
  const week = { from: MARKET_START, to: MARKET_START + 7 * 24 * HOUR_MS };
  const all = rowsOf(generateBars({ symbol: "SYN-METAL", timeframe: "1m", ...week }));
  const time = fc.integer({ min: week.from, max: week.to });
  fc.assert(
    fc.property(time, time, (a, b) => {
      const [from, to] = [Math.min(a, b), Math.max(a, b)];
      const window = generateBars({ symbol: "SYN-METAL", timeframe: "1m", from, to });
      expect(rowsOf(window)).toEqual(all.filter(([ts]) => ts! >= from && ts! + MINUTE_MS <= to));
    }),
    { numRuns: 20 },
  );
});

test("an hour that has not closed is not generated", () => {
  const to = MARCH.to + HOUR_MS - 1;
  expect(generateBars({ symbol: "SYN-COIN", timeframe: "1h", from: MARCH.to, to }).ts).toHaveLength(0);
  expect(generateBars({ symbol: "SYN-COIN", timeframe: "1m", from: MARCH.to, to }).ts).toHaveLength(59);
  expect(generateBars({ symbol: "SYN-COIN", timeframe: "1h", from: MARCH.to, to: to + 1 }).ts).toHaveLength(
    1,
  );
});

test("symbols and seeds are histories of their own", () => {
  const request = { timeframe: "1h", from: MARKET_START, to: MARKET_START + MONTH_MS } as const;
  const closes = [
    ...SYMBOLS.map((symbol) => generateBars({ symbol, ...request })),
    ...[1, 2, 3].map((seed) => generateBars({ symbol: "SYN-NULL", seed, ...request })),
  ].map((bars) => bars.close.map((close, row) => Math.sign(close - bars.open[row]!)));
  for (const [i, a] of closes.entries())
    for (const b of closes.slice(i + 1)) {
      const rows = Math.min(a.length, b.length);
      const agreement = a.subarray(0, rows).reduce((sum, sign, row) => sum + sign * b[row]!, 0) / rows;
      expect(Math.abs(agreement)).toBeLessThan(0.2);
    }
});

test("Deno makes the same bytes", () => {
  const request = {
    symbol: "SYN-PAIR",
    timeframe: "1m",
    from: Date.UTC(2020, 5, 1),
    to: Date.UTC(2020, 5, 8),
  } as const;
  const module = new URL("generate-bars.ts", import.meta.url);
  const program = `
    import { createHash } from "node:crypto";
    import { generateBars } from "${module}";
    const hash = createHash("sha256");
    for (const column of Object.values(generateBars(${JSON.stringify(request)}))) hash.update(column);
    console.log(hash.digest("hex"));`;
  const deno = fileURLToPath(new URL("../../node_modules/.bin/deno", import.meta.url));
  const hash = createHash("sha256");
  for (const column of Object.values(generateBars(request))) hash.update(column);
  expect(execFileSync(deno, ["eval", program], { encoding: "utf8" }).trim()).toBe(hash.digest("hex"));
});

test.each([
  [{ symbol: "EURUSD" }, "EURUSD"],
  [{ timeframe: "4h" }, "4h"],
  [{ from: MARKET_START - 1 }, "from"],
  [{ from: Number.NaN }, "from"],
  [{ to: MARCH.from - 1 }, "from"],
  [{ to: Number.POSITIVE_INFINITY }, "from"],
  [{ seed: 0.5 }, "seed"],
])("%j is refused", (wrong, name) => {
  const request = { symbol: "SYN-NULL", timeframe: "1h", ...MARCH, ...wrong } as BarRequest;
  expect(() => generateBars(request)).toThrow(name);
});
