import type { Bars } from "../market/bars.ts";
import { axisWidth, timeAxis, valueAxis } from "./axes.ts";
import type { Chart } from "./chart.ts";
import { describeChart, headerEntries } from "./describe-chart.ts";
import { drawDocument } from "./document.ts";
import { panelExtent, priceExtent, volumeExtent } from "./extents.ts";
import { type Frame, MARGIN, stackFrames, TITLE_HEIGHT, textWidth } from "./layout.ts";
import { type ColouredStudy, colourStudies, drawLegend, legendOf } from "./legend.ts";
import { band, candles, direction, type Slots, seriesMark, volumeColumns } from "./marks.ts";
import { compactNumber, type Extent, linearScale, niceTicks, type Scale, type Tick } from "./scale.ts";
import { element, px } from "./svg.ts";
import { timeTicks, wallClock } from "./time-axis.ts";

const TICK_HEIGHT = 44;
const PANEL_TICK_HEIGHT = 24;
const TICK_WIDTH = 84;
const MIN_TICK_WIDTH = 52;

/** The chart as one SVG document: no script, nothing fetched, every text escaped. The bars must not be none. */
export function drawChart(chart: Chart): string {
  const { bars, width, height } = chart;
  const times = Array.from(bars.ts, wallClock(chart.zone, chart.isDaily));
  const overlays = colourStudies(chart.overlays);
  const entries = [...headerEntries(chart, times), ...overlays.flatMap(legendOf)];
  const header = drawLegend(entries, MARGIN, TITLE_HEIGHT, width - 2 * MARGIN);
  const size = { width, height, headerHeight: TITLE_HEIGHT + header.height + 6 };
  const place = (axis: number) => stackFrames(size, chart.hasVolume, chart.panels.length, axis);

  // Ticks depend on heights alone, and the room for their labels then gives the widths.
  const rough = place(0);
  const price = measure(rough.price, priceExtent(bars, chart.overlays), TICK_HEIGHT);
  const volume = rough.volume && measure(rough.volume, volumeExtent(bars), PANEL_TICK_HEIGHT, compactNumber);
  const panels = rough.panels.map((frame, index) =>
    measure(frame, panelExtent(chart.panels[index]!), PANEL_TICK_HEIGHT, compactNumber),
  );
  const newest = newestClose(bars, price.ticks);
  const measured = [price, ...(volume ? [volume] : []), ...panels];
  const frames = place(
    axisWidth([newest, ...measured.flatMap(({ ticks }) => ticks.map(({ label }) => label))]),
  );
  const slots = { left: frames.price.left, width: (frames.price.right - frames.price.left) / bars.ts.length };
  const everyFrame = [frames.price, ...(frames.volume ? [frames.volume] : []), ...frames.panels];

  return drawDocument(
    { title: chart.title, description: describeChart(chart, times), width, height, theme: chart.theme },
    ...header.markup,
    timeAxis(
      everyFrame,
      slots,
      timeTicks(times, plotWidth(frames.price) / TICK_WIDTH, MIN_TICK_WIDTH / slots.width),
    ),
    valueAxis(frames.price, price.scale, price.ticks, "price"),
    clipped(
      frames.price,
      overlays.map((study) => drawStudy(study, slots, price.scale)),
    ),
    element("g", { class: "candles" }, ...candles(bars, slots, price.scale)),
    lastPrice(bars, newest, frames.price, price.scale),
    ...(volume && frames.volume
      ? [
          valueAxis(frames.volume, volume.scale, volume.ticks, "volumes"),
          ...volumeColumns(bars, slots, volume.scale),
          ...drawLegend(
            [{ text: "Volume" }],
            frames.volume.left + 6,
            frames.volume.top + 2,
            plotWidth(frames.volume),
          ).markup,
        ]
      : []),
    ...frames.panels.map((frame, index) => {
      const [study] = colourStudies([chart.panels[index]!]);
      return drawPanel(study!, frame, panels[index]!, slots);
    }),
  );
}

interface Measured {
  readonly scale: Scale;
  readonly ticks: readonly Tick[];
}

function measure(
  { top, bottom }: Frame,
  extent: Extent,
  tickHeight: number,
  format?: (value: number) => string,
): Measured {
  const ticks = niceTicks(extent, (bottom - top) / tickHeight);
  const labelled = format ? ticks.map(({ value }) => ({ value, label: format(value) })) : ticks;
  return { scale: linearScale(extent, top, bottom), ticks: labelled };
}

const plotWidth = ({ left, right }: Frame) => right - left;

/** A picture in the picture hides what leaves the frame, without an id that a page may hold already. */
function clipped({ left, top, right, bottom }: Frame, children: readonly string[]): string {
  const place = { x: left, y: top, width: right - left, height: bottom - top };
  const viewBox = [place.x, place.y, place.width, place.height].map(px).join(" ");
  return element("svg", { ...place, viewBox, overflow: "hidden" }, ...children, "");
}

function drawStudy({ series, colours }: ColouredStudy, slots: Slots, scale: Scale): string {
  const [upper, lower] = ["upper", "lower"].map((edge) => series.findIndex(({ name }) => name === edge));
  const [top, bottom] = [series[upper!], series[lower!]];
  const area = top && bottom ? [band(top.values, bottom.values, colours[upper!]!, slots, scale)] : [];
  const marks = series.map((one, index) => seriesMark(one, colours[index]!, slots, scale));
  return element("g", { class: "study" }, ...area, ...marks);
}

function drawPanel(study: ColouredStudy, frame: Frame, { scale, ticks }: Measured, slots: Slots): string {
  const legend = drawLegend(legendOf(study), frame.left + 6, frame.top + 2, plotWidth(frame) - 12);
  return element(
    "g",
    { class: "panel" },
    valueAxis(frame, scale, ticks, "values"),
    clipped(frame, [drawStudy(study, slots, scale)]),
    ...legend.markup,
  );
}

/** The newest close, with two decimals more than the axis has. */
function newestClose({ close }: Bars, ticks: readonly Tick[]): string {
  const decimals = (ticks[0]?.label.split(".")[1] ?? "").length + 2;
  return close[close.length - 1]!.toFixed(Math.min(20, decimals));
}

/** A dashed line at the newest close and its price on the axis. */
function lastPrice(bars: Bars, text: string, { left, right }: Frame, scale: Scale): string {
  const newest = bars.close.length - 1;
  const [kind, y] = [direction(bars, newest), scale.y(bars.close[newest]!)];
  const tag = { x: right + 2, y: y - 8, width: textWidth(text) + 8, height: 16, rx: 3 };
  return (
    element("line", { class: `last ${kind}`, x1: left, x2: right, y1: y, y2: y }) +
    element("rect", { class: `tag ${kind}`, ...tag }) +
    element("text", { class: "on-tag", x: right + 6, y: y + 4 }, text)
  );
}
