import type { Timeframe } from "../market/timeframe.ts";
import type { LabelKind } from "./labels/label-spec.ts";

export const HORIZON_NAMES = ["1m", "5m", "15m", "1h", "4h", "1d", "1w", "1mo"] as const;
export type HorizonName = (typeof HORIZON_NAMES)[number];

/** How far ahead a forecast of that name looks, and what suits it. */
export interface NamedHorizon {
  readonly timeframe: Timeframe;
  /** Bars of that timeframe, the instrument's own. */
  readonly horizonBars: number;
  readonly label: LabelKind;
  /** Bars that a sequence model looks back on. */
  readonly lookbackBars: number;
  /** Model families that suit it. The first is the default: trees learn within the isolates' budget at any lookback. */
  readonly families: readonly [string, ...string[]];
}

/**
 * The horizons that can be asked for by name. Timeframes are chosen so that barriers can be touched in at least four bars;
 * only the shortest horizon has no finer bars, and is labelled by where the price stands after one. A week is five
 * daily bars and a month 21, as trading days are counted.
 */
export const HORIZONS: Readonly<Record<HorizonName, NamedHorizon>> = {
  "1m": horizon("1m", 1, 30, ["boosting-depthwise", "lstm"], "fixed_horizon"),
  "5m": horizon("1m", 5, 60, ["boosting-depthwise", "lstm"]),
  "15m": horizon("1m", 15, 100, ["boosting-leafwise", "cnn"]),
  "1h": horizon("5m", 12, 200, ["boosting-leafwise", "lstm", "transformer"]),
  "4h": horizon("15m", 16, 500, ["boosting-depthwise", "transformer"]),
  "1d": horizon("1h", 24, 252, ["boosting-depthwise", "lstm", "ensemble"]),
  "1w": horizon("1d", 5, 252, ["boosting-depthwise", "lstm", "ensemble"]),
  "1mo": horizon("1d", 21, 252, ["boosting-depthwise", "ensemble"]),
};

/** The horizon of that name, in any case; undefined for anything else. */
export function namedHorizon(name: number | string): NamedHorizon | undefined {
  const key = String(name).trim().toLowerCase();
  return Object.hasOwn(HORIZONS, key) ? HORIZONS[key as HorizonName] : undefined;
}

function horizon(
  timeframe: Timeframe,
  horizonBars: number,
  lookbackBars: number,
  families: NamedHorizon["families"],
  label: LabelKind = "triple_barrier",
): NamedHorizon {
  return { timeframe, horizonBars, label, lookbackBars, families };
}
