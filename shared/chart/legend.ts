import type { Study } from "./chart.ts";
import { flow, LINE_HEIGHT, textWidth } from "./layout.ts";
import { element, escapeText } from "./svg.ts";
import { SERIES_COLOURS } from "./theme.ts";

export interface LegendEntry {
  readonly text: string;
  /** Colour of the mark before it, where it names a series. */
  readonly colour?: number;
}

const SWATCH = 16;
const BAND_EDGES = ["upper", "middle", "lower"];

/** A study with a colour for each series, as many in turn as the studies before it have left. */
export interface ColouredStudy extends Study {
  readonly colours: readonly number[];
}

/** Gives each series a colour of its own; the edges of a band share one. */
export function colourStudies(studies: readonly Study[]): ColouredStudy[] {
  let next = 0;
  return studies.map((study) => {
    let edges: number | undefined;
    const colours = study.series.map(({ name }) => {
      if (!BAND_EDGES.includes(name)) return next++ % SERIES_COLOURS;
      edges ??= next++ % SERIES_COLOURS;
      return edges;
    });
    return { ...study, colours };
  });
}

/** One entry a colour: the study's label, and the names of its series where it has several. */
export function legendOf({ label, series, colours }: ColouredStudy): LegendEntry[] {
  const distinct = [...new Set(colours)];
  if (distinct.length === 1) return [{ text: label, colour: distinct[0]! }];
  return distinct.map((colour, at) => {
    const names = series.filter((_, index) => colours[index] === colour).map(({ name }) => name);
    const text = names.join(", ").replaceAll("_", " ");
    return { text: at === 0 ? `${label} ${text}` : text, colour };
  });
}

/** Entries side by side, broken into lines within the width; `height` is what they take. */
export function drawLegend(entries: readonly LegendEntry[], x: number, y: number, width: number) {
  const indents = entries.map(({ colour }) => (colour === undefined ? 0 : SWATCH));
  const places = flow(
    entries.map(({ text }, index) => textWidth(text) + indents[index]!),
    width,
  );
  const markup = entries.map(({ text, colour }, index) => {
    const [left, top] = [x + places[index]!.x, y + places[index]!.line * LINE_HEIGHT];
    const label = element("text", { x: left + indents[index]!, y: top + 11 }, escapeText(text));
    if (colour === undefined) return label;
    const mark = { x1: left, x2: left + SWATCH - 5, y1: top + 7, y2: top + 7 };
    return element("line", { class: `line stroke-${colour}`, ...mark }) + label;
  });
  return { markup, height: ((places.at(-1)?.line ?? -1) + 1) * LINE_HEIGHT };
}
