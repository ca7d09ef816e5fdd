import type { Bars } from "../../market/bars.ts";
import { TIMEFRAME_MS, type Timeframe } from "../../market/timeframe.ts";
import { fixedHorizonLabels } from "./fixed-horizon.ts";
import type { LabelSpec, Labels } from "./label-spec.ts";
import { tripleBarrierLabels } from "./triple-barrier.ts";

/** The labels of a symbol's bars as their specification says. */
export function makeLabels(bars: Bars, spec: LabelSpec, timeframe: Timeframe): Labels {
  return spec.kind === "triple_barrier"
    ? tripleBarrierLabels(bars, spec)
    : fixedHorizonLabels(bars, spec, TIMEFRAME_MS[timeframe]);
}
