import { type Frame, MARGIN, textWidth } from "./layout.ts";
import { middleOf, type Slots } from "./marks.ts";
import type { Scale, Tick } from "./scale.ts";
import { element, escapeText } from "./svg.ts";
import type { TimeTick } from "./time-axis.ts";

/** Room on the right for the longest label. */
export function axisWidth(labels: readonly string[]): number {
  return Math.max(40, ...labels.map((label) => textWidth(label) + 8)) + MARGIN;
}

/** A line across the frame and its label on the right, for each value. */
export function valueAxis(frame: Frame, scale: Scale, ticks: readonly Tick[], name: string): string {
  const lines = ticks.map(({ value, label }) => {
    const y = scale.y(value);
    return (
      element("line", { class: "grid", x1: frame.left, x2: frame.right, y1: y, y2: y }) +
      element("text", { class: "tick", x: frame.right + 6, y: y + 4 }, escapeText(label))
    );
  });
  const { left, top, right, bottom } = frame;
  const border = { class: "frame", x: left, y: top, width: right - left, height: bottom - top };
  return element("g", { class: `axis ${name}` }, ...lines, element("rect", border));
}

/** A line through every frame and its label at the foot, for each time. */
export function timeAxis(frames: readonly Frame[], slots: Slots, ticks: readonly TimeTick[]): string {
  const foot = frames.at(-1)!.bottom;
  const marks = ticks.map(({ index, label, isMajor }) => {
    const x = middleOf(slots, index);
    const lines = frames.map(({ top, bottom }) =>
      element("line", { class: "grid", x1: x, x2: x, y1: top, y2: bottom }),
    );
    const kind = isMajor ? "tick middle major" : "tick middle";
    return lines.join("") + element("text", { class: kind, x, y: foot + 16 }, escapeText(label));
  });
  return element("g", { class: "axis time" }, ...marks, "");
}
