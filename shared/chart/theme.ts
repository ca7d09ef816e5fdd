export const THEMES = ["light", "dark", "auto"] as const;
export type Theme = (typeof THEMES)[number];

interface Palette {
  readonly background: string;
  readonly text: string;
  readonly muted: string;
  readonly grid: string;
  readonly up: string;
  readonly down: string;
  /** Told apart by colour-blind readers too (after Okabe and Ito 2008). */
  readonly series: readonly string[];
}

const LIGHT: Palette = {
  background: "#ffffff",
  text: "#1b2430",
  muted: "#667085",
  grid: "#e9ecf1",
  up: "#0b8f7a",
  down: "#d1453b",
  series: ["#0067b8", "#d98200", "#a0509c", "#2f855a", "#c0392b", "#4a90b8", "#7a6a00", "#5b5fc7"],
};

const DARK: Palette = {
  background: "#11161d",
  text: "#e6eaf0",
  muted: "#94a0b2",
  grid: "#222a35",
  up: "#2bb8a0",
  down: "#f0655b",
  series: ["#56b4e9", "#f0b13c", "#d08bcb", "#7bc88f", "#ff8f6b", "#9fc5e8", "#d9cc5a", "#a5a8ff"],
};

/** How many colours there are for indicators. */
export const SERIES_COLOURS = LIGHT.series.length;

/** The picture's style sheet; `auto` follows what the reader prefers. Rules stay within the picture. */
export function styleSheet(theme: Theme): string {
  if (theme === "dark") return SHAPES + colours(DARK);
  if (theme === "light") return SHAPES + colours(LIGHT);
  return `${SHAPES}${colours(LIGHT)}@media (prefers-color-scheme:dark){${colours(DARK)}}`;
}

const SHAPES = scoped({
  text: "font:11px system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif",
  "text.title": "font-size:15px;font-weight:600",
  "text.major": "font-weight:600",
  "text.end": "text-anchor:end",
  "text.middle": "text-anchor:middle",
  // A halo, so that a name stands out from the line it lies on.
  "text:not(.on-tag)": "paint-order:stroke;stroke-width:3px;stroke-linejoin:round",
  ".grid,.frame,.wick,.body": "stroke-width:1;shape-rendering:crispEdges",
  ".frame,.line": "fill:none",
  ".body": "stroke-width:.5;shape-rendering:auto",
  ".line": "stroke-width:1.5;stroke-linejoin:round;stroke-linecap:round",
  ".band": "fill-opacity:.08",
  ".columns": "fill-opacity:.55",
  ".volume": "fill-opacity:.45",
  ".last": "stroke-dasharray:2 3",
  ".reference": "fill:none;stroke-width:1.2;stroke-dasharray:5 4",
  ".whisker": "fill:none;stroke-width:1.3;stroke-opacity:.75",
  ".strong": "stroke-width:2.2",
  ".bar": "fill-opacity:.7",
});

function colours({ background, text, muted, grid, up, down, series }: Palette): string {
  const ofSeries = series.map((colour, index) => [
    [`.stroke-${index}`, `stroke:${colour}`],
    [`.fill-${index}`, `fill:${colour}`],
  ]);
  return scoped({
    ".background": `fill:${background}`,
    text: `fill:${muted}`,
    "text:not(.on-tag)": `stroke:${background}`,
    "text.title,text.major,text.value": `fill:${text}`,
    ".grid,.frame": `stroke:${grid}`,
    ".reference": `stroke:${muted}`,
    ".up .wick,.up .body,.last.up": `stroke:${up}`,
    ".down .wick,.down .body,.last.down": `stroke:${down}`,
    ".up .body,.volume.up,.tag.up": `fill:${up}`,
    ".down .body,.volume.down,.tag.down": `fill:${down}`,
    "text.on-tag": `fill:${background}`,
    ...Object.fromEntries(ofSeries.flat()),
  });
}

/** Rules that a page into which the picture is pasted does not feel. */
function scoped(rules: Readonly<Record<string, string>>): string {
  return Object.entries(rules)
    .map(([selectors, style]) => {
      const own = selectors.split(",").map((selector) => `.edgewise-chart ${selector}`);
      return `${own.join(",")}{${style}}`;
    })
    .join("");
}
