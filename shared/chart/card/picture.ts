import { drawDocument } from "../document.ts";
import { type Frame, MARGIN } from "../layout.ts";
import { drawLegend, type LegendEntry } from "../legend.ts";
import { linearScale, niceTicks, type Scale, type Tick } from "../scale.ts";
import { element, escapeText } from "../svg.ts";
import type { Theme } from "../theme.ts";

/** The card that a picture is from, and how it is to look. */
export interface PictureOptions {
  /** Model version. */
  readonly version: string;
  readonly theme: Theme;
}

export const WIDTH = 720;
const TITLE_BOTTOM = 30;
const LEGEND_GAP = 8;
/** Room below a frame for the labels of its axis and the axis's name. */
export const FOOT = 42;

interface PictureParts extends PictureOptions {
  /** Subject of the picture, for example "Reliability". */
  readonly subject: string;
  readonly description: string;
  readonly legend: readonly LegendEntry[];
  readonly height: number;
}

/** The document of one picture: its title, its legend, and what `body` draws below them. */
export function drawPicture(
  { version, theme, subject, description, legend, height }: PictureParts,
  body: (top: number) => readonly string[],
): string {
  const { markup, height: legendHeight } = drawLegend(legend, MARGIN, TITLE_BOTTOM, WIDTH - 2 * MARGIN);
  const title = `${subject} · ${version}`;
  return drawDocument(
    { title, description, width: WIDTH, height, theme },
    ...markup,
    ...body(TITLE_BOTTOM + legendHeight + LEGEND_GAP),
  );
}

/** A scale from left to right: `linearScale` turned by a quarter. */
export function horizontalScale(extent: { min: number; max: number }, { left, right }: Frame): Scale {
  return linearScale(extent, right, left);
}

/** Upright lines with their labels at the foot, and the name of the axis below them. */
export function footAxis(frame: Frame, scale: Scale, ticks: readonly Tick[], name: string): string {
  const marks = ticks.map(({ value, label }) => {
    const x = scale.y(value);
    return (
      element("line", { class: "grid", x1: x, x2: x, y1: frame.top, y2: frame.bottom }) +
      element("text", { class: "tick middle", x, y: frame.bottom + 16 }, escapeText(label))
    );
  });
  const middle = (frame.left + frame.right) / 2;
  const caption = element(
    "text",
    { class: "tick middle", x: middle, y: frame.bottom + 33 },
    escapeText(name),
  );
  return element("g", { class: "axis foot" }, ...marks, caption);
}

/** Ticks that read as percentages. */
export function percentTicks(extent: { min: number; max: number }, count: number): Tick[] {
  return niceTicks({ min: 100 * extent.min, max: 100 * extent.max }, count).map(({ value, label }) => ({
    value: value / 100,
    label: `${label} %`,
  }));
}

/** A line from one end of an interval to the other, in the colour of what it belongs to. */
export function whisker(colour: number, x1: number, y1: number, x2: number, y2: number): string {
  return element("line", { class: `whisker stroke-${colour}`, x1, y1, x2, y2 });
}

export const percent = (share: number, digits = 1): string => `${(100 * share).toFixed(digits)} %`;
