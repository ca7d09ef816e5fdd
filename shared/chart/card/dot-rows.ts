import { type Frame, MARGIN, textWidth } from "../layout.ts";
import { extentOf, niceTicks, type Tick, widen } from "../scale.ts";
import { element, escapeText } from "../svg.ts";
import { footAxis, horizontalScale, WIDTH, whisker } from "./picture.ts";

/** A named value with its interval, as one row of a picture. */
export interface DotRow {
  readonly label: string;
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
  /** A second value to compare with, drawn as a tick. */
  readonly reference?: number;
  /** Said at the right end. */
  readonly note?: string;
}

interface DotRows {
  readonly rows: readonly DotRow[];
  readonly top: number;
  readonly bottom: number;
  readonly axis: string;
  /** An upright dashed line, such as "no effect". */
  readonly origin?: number;
  /** Draws a bar from the origin to each value. */
  readonly asBars: boolean;
  readonly ticks?: (extent: { min: number; max: number }, count: number) => Tick[];
}

/** Rows below each other, each a dot with the interval about it, over one common axis. */
export function drawDotRows({
  rows,
  top,
  bottom,
  axis,
  origin,
  asBars,
  ticks = niceTicks,
}: DotRows): string[] {
  const left = MARGIN + Math.max(...rows.map(({ label }) => textWidth(label))) + 12;
  const noteWidth = Math.max(0, ...rows.map(({ note = "" }) => textWidth(note)));
  const frame: Frame = { left, right: WIDTH - MARGIN - noteWidth - (noteWidth > 0 ? 12 : 6), top, bottom };
  const values = rows.flatMap(({ value, lower, upper, reference }) => [
    value,
    lower,
    upper,
    reference ?? value,
  ]);
  const extent = widen(extentOf([Float64Array.from([...values, origin ?? values[0]!])])!, 0.04);
  const x = horizontalScale(extent, frame);
  const height = (bottom - top) / rows.length;
  const marks = rows.map(({ label, value, lower, upper, reference, note }, i) => {
    const y = top + (i + 0.5) * height;
    const start = x.y(origin ?? extent.min);
    const bar = { x: Math.min(start, x.y(value)), y: y - 5, width: Math.abs(x.y(value) - start), height: 10 };
    return [
      element("text", { class: "value end", x: left - 8, y: y + 4 }, escapeText(label)),
      asBars ? element("rect", { class: "bar fill-0", ...bar }) : "",
      reference === undefined
        ? ""
        : element("line", {
            class: "line strong stroke-1",
            x1: x.y(reference),
            x2: x.y(reference),
            y1: y - 7,
            y2: y + 7,
          }),
      whisker(asBars ? 1 : 0, x.y(Math.max(lower, extent.min)), y, x.y(Math.min(upper, extent.max)), y),
      asBars ? "" : element("circle", { class: "fill-0", cx: x.y(value), cy: y, r: 4 }),
      note === undefined
        ? ""
        : element("text", { class: "tick", x: frame.right + 10, y: y + 4 }, escapeText(note)),
    ].join("");
  });
  const line = origin === undefined ? "" : { x1: x.y(origin), x2: x.y(origin), y1: top, y2: bottom };
  const border = { x: frame.left, y: top, width: frame.right - frame.left, height: bottom - top };
  return [
    footAxis(frame, x, ticks(extent, (frame.right - frame.left) / 84), axis),
    element("rect", { class: "frame", ...border }),
    line === "" ? "" : element("line", { class: "reference", ...line }),
    ...marks,
  ];
}
