import type { Chart } from "./chart.ts";
import type { LegendEntry } from "./legend.ts";

/** The line under the title: the span of time, and the newest bar's prices. */
export function headerEntries(chart: Chart, times: readonly Date[]): LegendEntry[] {
  return [{ text: spanOf(chart, times) }, { text: newestPrices(chart) }];
}

/** The same in words, for readers who do not see the picture. */
export function describeChart(chart: Chart, times: readonly Date[]): string {
  const studies = [...chart.overlays, ...chart.panels].map(({ label }) => label);
  const shown = studies.length > 0 ? ` With ${studies.join(", ")}.` : "";
  return `${times.length} candles, ${spanOf(chart, times)}. Newest: ${newestPrices(chart)}.${shown}`;
}

function spanOf({ isDaily, zone }: Chart, times: readonly Date[]): string {
  const text = (time: Date) =>
    time
      .toISOString()
      .slice(0, isDaily ? 10 : 16)
      .replace("T", " ");
  const span = `${text(times[0]!)} – ${text(times.at(-1)!)}`;
  return isDaily ? span : `${span} ${zone.replaceAll("_", " ")}`;
}

function newestPrices({ bars }: Chart): string {
  const newest = bars.close.length - 1;
  const [open, high, low, close] = [bars.open, bars.high, bars.low, bars.close].map((column) =>
    Number(column[newest]!.toPrecision(7)),
  );
  return `O ${open}  H ${high}  L ${low}  C ${close}`;
}
