import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { randomWalkBars } from "../../tests/support/random-walk-bars.ts";
import { expectWellFormed } from "../../tests/support/well-formed.ts";
import { jumping, price, ratio } from "../indicators/outputs.ts";
import { type Bars, emptyBars } from "../market/bars.ts";
import type { Chart } from "./chart.ts";
import { drawChart } from "./draw-chart.ts";

const chartOf = (bars: Bars, change: Partial<Chart> = {}): Chart => ({
  title: "EURUSD · 1h",
  bars,
  isDaily: false,
  zone: "America/New_York",
  hasVolume: true,
  overlays: [],
  panels: [],
  width: 960,
  height: 540,
  theme: "auto",
  ...change,
});

const attribute = (tag: string, name: string): number =>
  Number(new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1]);

/** Pixels of a price, read off the picture's own axis: its outermost labels and the lines beside them. */
function axisOf(svg: string): (value: number) => number {
  const axis = /<g class="axis price">.*?<\/g>/.exec(svg)?.[0] ?? "";
  const ticks = [...axis.matchAll(/(<line class="grid"[^>]*>)<text[^>]*>([^<]*)</g)].map(
    ([, line, label]) => ({
      y: attribute(line!, "y1"),
      value: Number(label),
    }),
  );
  expect(ticks.length).toBeGreaterThan(1);
  const [first, last] = [ticks[0]!, ticks.at(-1)!];
  return (value) => first.y + ((value - first.value) / (last.value - first.value)) * (last.y - first.y);
}

function candlesOf(svg: string) {
  return [...svg.matchAll(/<g class="candle (up|down)">(<line[^>]*>)(<rect[^>]*>)<\/g>/g)].map(
    ([, direction, wick, body]) => {
      const top = attribute(body!, "y");
      const bottom = top + attribute(body!, "height");
      const isUp = direction === "up";
      return {
        x: attribute(wick!, "x1"),
        high: attribute(wick!, "y1"),
        low: attribute(wick!, "y2"),
        open: isUp ? bottom : top,
        close: isUp ? top : bottom,
      };
    },
  );
}

function expectEveryPriceDrawn(bars: Bars, svg: string): void {
  const y = axisOf(svg);
  const candles = candlesOf(svg);
  expect(candles).toHaveLength(bars.ts.length);
  candles.forEach((candle, i) => {
    for (const field of ["open", "high", "low", "close"] as const) {
      expect(Math.abs(candle[field] - y(bars[field][i]!)), `${field} of bar ${i}`).toBeLessThanOrEqual(0.5);
    }
  });
  expect(candles.every(({ x }, i) => i === 0 || x > candles[i - 1]!.x)).toBe(true);
}

const walk = fc.record({
  rows: fc.integer({ min: 20, max: 120 }),
  seed: fc.integer({ min: 1, max: 1e6 }),
  price: fc.constantFrom(1e-9, 0.013, 1.1, 420, 65_000, 1e9),
  volatility: fc.constantFrom(0.0001, 0.002, 0.03),
});

describe("the picture", () => {
  it("holds each open, high, low and close within half a pixel of its axis", () => {
    fc.assert(
      fc.property(walk, fc.integer({ min: 300, max: 1200 }), (market, height) => {
        const bars = randomWalkBars(market);
        expectEveryPriceDrawn(bars, drawChart(chartOf(bars, { height })));
      }),
      { numRuns: 60 },
    );
  });

  it("keeps the candles readable under an overlay far from the market", () => {
    const bars = randomWalkBars({ rows: 60, seed: 2 });
    const study = {
      label: "far",
      series: [{ name: "far", values: new Float64Array(60).fill(1e6), spec: price }],
    };
    const svg = drawChart(chartOf(bars, { overlays: [study] }));
    expectEveryPriceDrawn(bars, svg);
    const candles = candlesOf(svg);
    const height = Math.max(...candles.map(({ low }) => low)) - Math.min(...candles.map(({ high }) => high));
    const frame = /<rect class="frame"[^>]*>/.exec(svg)![0];
    expect(height / attribute(frame, "height")).toBeGreaterThan(0.5);
  });

  it.each([
    ["one bar", randomWalkBars({ rows: 1, seed: 1 })],
    ["a market that does not move", { ...emptyBars(30), ...constantPrices(30, 7) }],
    ["prices of zero", emptyBars(30)],
  ])("is a picture without NaN for %s", (_, bars) => {
    const nothing = {
      label: "none",
      series: [{ name: "x", values: bars.ts.map(() => Number.NaN), spec: ratio }],
    };
    const svg = drawChart(chartOf(bars, { overlays: [nothing], panels: [nothing] }));
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    expect(candlesOf(svg)).toHaveLength(bars.ts.length);
  });

  it("breaks a line where there is no value", () => {
    const bars = randomWalkBars({ rows: 5, seed: 1 });
    const values = Float64Array.of(1, 2, Number.NaN, 4, 5);
    const svg = drawChart(
      chartOf(bars, { panels: [{ label: "x", series: [{ name: "x", values, spec: ratio }] }] }),
    );
    const path = /<path class="line stroke-0" d="([^"]*)"/.exec(svg)?.[1] ?? "";
    expect(path.match(/M/g)).toHaveLength(2);
    expect(path.match(/L/g)).toHaveLength(2);
  });

  it("draws what jumps from one side of the price to the other as dots, one a value and no line between", () => {
    const bars = randomWalkBars({ rows: 30, seed: 5 });
    const values = bars.close.map((close, i) => (i < 3 ? Number.NaN : close * (i % 10 < 5 ? 0.99 : 1.01)));
    const study = { label: "psar", series: [{ name: "psar", values, spec: jumping(price) }] };
    const svg = drawChart(chartOf(bars, { overlays: [study] }));
    const dots = [...(/<g class="dots[^>]*>.*?<\/g>/.exec(svg)?.[0] ?? "").matchAll(/<circle[^>]*>/g)];
    const y = axisOf(svg);
    expect(dots).toHaveLength(27);
    dots.forEach(([dot], i) => {
      expect(Math.abs(attribute(dot, "cy") - y(values[i + 3]!))).toBeLessThanOrEqual(0.5);
    });
    expect(svg).not.toContain('<path class="line');
  });

  it("is well formed, carries a title and a description, and neither scripts nor references", () => {
    const bars = randomWalkBars({ rows: 30, seed: 4 });
    const hostile = `</text><script>alert("1")</script>&'`;
    const study = { label: hostile, series: [{ name: hostile, values: bars.close, spec: price }] };
    const svg = drawChart(chartOf(bars, { title: hostile, overlays: [study], panels: [study] }));
    expectWellFormed(svg);
    expect(svg).toMatch(/^<svg [^>]*role="img"[^>]*><title>[^<]+<\/title><desc>[^<]+<\/desc>/);
    expect(svg).not.toMatch(/<script|href|url\(|@import| on[a-z]+="/);
    expect(svg.match(/https?:[^"]*/g)).toEqual(["http://www.w3.org/2000/svg"]);
  });

  it("follows the reader's preference only when asked to", () => {
    const bars = randomWalkBars({ rows: 20, seed: 4 });
    const [light, dark, auto] = (["light", "dark", "auto"] as const).map((theme) =>
      drawChart(chartOf(bars, { theme })),
    );
    expect(auto).toContain("@media (prefers-color-scheme:dark)");
    expect(light).not.toContain("prefers-color-scheme");
    expect(dark).not.toContain("prefers-color-scheme");
    expect(dark).not.toBe(light);
  });
});

function constantPrices(rows: number, value: number) {
  const column = () => new Float64Array(rows).fill(value);
  return { open: column(), high: column(), low: column(), close: column() };
}
