import type { Bars } from "../market/bars.ts";
import type { Series } from "./chart.ts";
import type { Scale } from "./scale.ts";
import { element, px } from "./svg.ts";

/** Where bars stand from left to right: one slot each, without gaps for nights and weekends. */
export interface Slots {
  readonly left: number;
  readonly width: number;
}

/** The middle of a bar's slot. */
export function middleOf(slots: Slots, index: number): number {
  return slots.left + (index + 0.5) * slots.width;
}

/** True of a bar that closed where it opened or above. */
export function direction(bars: Bars, index: number): "up" | "down" {
  return bars.close[index]! < bars.open[index]! ? "down" : "up";
}

/** One group a bar: a wick from high to low and a body from open to close. */
export function candles(bars: Bars, slots: Slots, scale: Scale): string[] {
  const half = slots.width * 0.35;
  return Array.from(bars.close, (close, i) => {
    const x = middleOf(slots, i);
    const [openY, closeY] = [scale.y(bars.open[i]!), scale.y(close)];
    const [top, bottom] = [Math.min(openY, closeY), Math.max(openY, closeY)];
    const wick = { class: "wick", x1: x, x2: x, y1: scale.y(bars.high[i]!), y2: scale.y(bars.low[i]!) };
    const body = { class: "body", x: x - half, y: top, width: 2 * half, height: bottom - top };
    return element(
      "g",
      { class: `candle ${direction(bars, i)}` },
      element("line", wick),
      element("rect", body),
    );
  });
}

/** One column a bar, from the bottom of the scale. */
export function volumeColumns(bars: Bars, slots: Slots, scale: Scale): string[] {
  const bottom = scale.y(scale.min);
  return Array.from(bars.volume, (volume, i) => {
    const [x, y] = [middleOf(slots, i) - slots.width * 0.35, scale.y(volume)];
    const attributes = { x, y, width: slots.width * 0.7, height: bottom - y };
    return element("rect", { class: `volume ${direction(bars, i)}`, ...attributes });
  });
}

/** An output as what suits it: columns from zero for histograms, dots where most bars have no value or values jump, else a line. */
export function seriesMark(
  { name, values, spec }: Series,
  colour: number,
  slots: Slots,
  scale: Scale,
): string {
  if (name === "histogram") return histogram(values, colour, slots, scale);
  if (spec.jumps || (spec.sparse && isScattered(values))) return dots(values, colour, slots, scale);
  return element("path", { class: `line stroke-${colour}`, d: linePath(values, slots, scale) });
}

/** The area between two lines, in one piece for each run of bars that have both. */
export function band(
  upper: Float64Array,
  lower: Float64Array,
  colour: number,
  slots: Slots,
  scale: Scale,
): string {
  const pieces = runs(upper, lower).map(([start, end]) => {
    const points: string[] = [];
    for (let i = start; i < end; i++) points.push(point(slots, scale, i, upper[i]!));
    for (let i = end - 1; i >= start; i--) points.push(point(slots, scale, i, lower[i]!));
    return `M${points.join("L")}Z`;
  });
  return element("path", { class: `band fill-${colour}`, d: pieces.join("") });
}

function linePath(values: Float64Array, slots: Slots, scale: Scale): string {
  return runs(values, values)
    .map(([start, end]) => {
      const points = Array.from(values.subarray(start, end), (value, i) =>
        point(slots, scale, start + i, value),
      );
      // A point alone is a line of no length: round caps make it a dot.
      return `M${points.join("L")}${points.length === 1 ? "h0" : ""}`;
    })
    .join("");
}

function histogram(values: Float64Array, colour: number, slots: Slots, scale: Scale): string {
  const zero = scale.y(Math.min(scale.max, Math.max(scale.min, 0)));
  const columns = runs(values, values).flatMap(([start, end]) =>
    Array.from(values.subarray(start, end), (value, i) => {
      const x = middleOf(slots, start + i) - slots.width * 0.35;
      return `M${px(x)} ${px(zero)}V${px(scale.y(value))}h${px(slots.width * 0.7)}V${px(zero)}Z`;
    }),
  );
  return element("path", { class: `columns fill-${colour}`, d: columns.join("") });
}

function dots(values: Float64Array, colour: number, slots: Slots, scale: Scale): string {
  const circles = runs(values, values).flatMap(([start, end]) =>
    Array.from(values.subarray(start, end), (value, i) =>
      element("circle", { cx: middleOf(slots, start + i), cy: scale.y(value), r: 2.5 }),
    ),
  );
  return element("g", { class: `dots fill-${colour}` }, ...circles, "");
}

const point = (slots: Slots, scale: Scale, index: number, value: number) =>
  `${px(middleOf(slots, index))} ${px(scale.y(value))}`;

/** A sparse output may still be a line (a zigzag leg, a stop): then some values have a neighbour. */
function isScattered(values: Float64Array): boolean {
  return runs(values, values).every(([start, end]) => end - start === 1);
}

/** The runs of bars, from start to end (exclusive), at which both columns have a value. */
function runs(a: Float64Array, b: Float64Array): [number, number][] {
  const found: [number, number][] = [];
  for (let i = 0; i < a.length; i++) {
    if (!Number.isFinite(a[i]!) || !Number.isFinite(b[i]!)) continue;
    const last = found.at(-1);
    if (last && last[1] === i) last[1] = i + 1;
    else found.push([i, i + 1]);
  }
  return found;
}
