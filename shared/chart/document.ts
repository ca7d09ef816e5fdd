import { MARGIN } from "./layout.ts";
import { element, escapeText, px } from "./svg.ts";
import { styleSheet, type Theme } from "./theme.ts";

/** The frame of every picture. Sizes are in pixels. */
export interface PictureFrame {
  readonly title: string;
  /** The picture in words, for readers who do not see it. */
  readonly description: string;
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
}

/** One SVG document with its title: no script, nothing fetched. `children` is markup. */
export function drawDocument(
  { title, description, width, height, theme }: PictureFrame,
  ...children: readonly string[]
): string {
  return element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      class: "edgewise-chart",
      role: "img",
      width,
      height,
      viewBox: `0 0 ${px(width)} ${px(height)}`,
    },
    element("title", {}, escapeText(title)),
    element("desc", {}, escapeText(description)),
    element("style", {}, styleSheet(theme)),
    element("rect", { class: "background", width, height }),
    element("text", { class: "title", x: MARGIN, y: 21 }, escapeText(title)),
    ...children,
  );
}
