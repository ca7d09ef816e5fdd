import type { Study } from "../../chart/chart.ts";
import { Failure } from "../../failure.ts";
import type { IndicatorBars } from "../../indicators/indicator-bars.ts";
import { type Bars, sliceBars } from "../../market/bars.ts";
import type { Instrument } from "../../market/instrument.ts";
import type { Timeframe } from "../../market/timeframe.ts";
import type { BarStore } from "../../ports/bar-store.ts";
import type { Clock } from "../../ports/clock.ts";
import type { InstrumentStore } from "../../ports/instrument-store.ts";
import {
  checkRequested,
  computeRequested,
  type IndicatorRequest,
  type RequestedIndicator,
} from "./compute-requested.ts";
import { readSettledBars } from "./read-settled-bars.ts";

export interface ChartDeps {
  readonly bars: BarStore;
  readonly clock: Clock;
  readonly instruments: InstrumentStore;
}

export interface ChartRequest {
  readonly symbol: string;
  readonly timeframe: Timeframe;
  readonly count: number;
  /** The symbol that two-series indicators compare with. */
  readonly reference: string | undefined;
  readonly overlays: readonly IndicatorRequest[];
  readonly panels: readonly IndicatorRequest[];
}

/**
 * The contents of a symbol's chart: its newest bars and the indicators over and below them.
 * @throws Failure unknown_symbol, not_enough_bars, invalid_request, unavailable
 */
export async function chartSymbol(
  deps: ChartDeps,
  request: ChartRequest,
): Promise<{ instrument: Instrument; bars: Bars; overlays: Study[]; panels: Study[] }> {
  const overlays = checkRequested(request.overlays, "/query/overlays");
  const panels = checkRequested(request.panels, "/query/panels");
  overlays.forEach(refuseWithoutPrice);
  const [instrument, bars] = await Promise.all([
    deps.instruments.get(request.symbol),
    readSettledBars(deps, request, [...overlays, ...panels]),
  ]);
  const count = Math.min(request.count, bars.ts.length);
  return {
    instrument,
    bars: sliceBars(bars, bars.ts.length - count),
    overlays: overlays.map((item) => studyOf(item, bars, count, "price")),
    panels: panels.map((item) => studyOf(item, bars, count, panelUnit(item))),
  };
}

const unitsOf = ({ indicator }: RequestedIndicator) =>
  Object.values(indicator.outputs).map(({ unit }) => unit);

/** A panel has one scale: of outputs in several units those are drawn that the price chart could not show. */
const panelUnit = (item: RequestedIndicator) => unitsOf(item).find((unit) => unit !== "price") ?? "price";

function refuseWithoutPrice(item: RequestedIndicator): void {
  if (unitsOf(item).includes("price")) return;
  const { pointer } = item;
  const detail = `${item.indicator.id} has no output in units of price: ask for it as a panel`;
  throw new Failure("invalid_request", `${pointer}: ${detail}.`, { errors: [{ pointer, detail }] });
}

function studyOf(item: RequestedIndicator, bars: IndicatorBars, count: number, unit: string): Study {
  const { indicator, params } = item;
  const values = Object.values(params);
  return {
    label: values.length > 0 ? `${indicator.title} (${values.join(", ")})` : indicator.title,
    series: Object.entries(computeRequested(item, bars, count)).flatMap(([name, column]) => {
      const spec = indicator.outputs[name]!;
      return spec.unit === unit ? [{ name, values: column, spec }] : [];
    }),
  };
}
