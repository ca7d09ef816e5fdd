import { defineIndicator, type Indicator } from "../definition.ts";
import { bounded } from "../outputs.ts";
import { type ParamSpecs, real } from "../params.ts";
import { buildCandles, type Candles, type CandlesState, candlesState, HISTORY } from "./candles.ts";

export interface CandlePattern {
  /** TA-Lib's name without its CDL, in lower case with underscores. */
  readonly id: string;
  readonly title: string;
  readonly talib: string;
  /** Candles before the first verdict. */
  readonly warmUp: number;
  /** How deep into an earlier body a close must reach, as a share of it; for the patterns that ask. */
  readonly penetration?: number;
  /** 100 bullish, -100 bearish, ±200 confirmed, 0 none; `i` is the newest candle. */
  readonly detect: (candles: Candles, i: number, penetration: number) => number;
}

type PatternState = { candles: CandlesState; count: number };

function detectAll(
  { warmUp, detect }: CandlePattern,
  prices: Pick<Candles, "open" | "high" | "low" | "close">,
  penetration: number,
  state: PatternState,
): Float64Array {
  const { close } = prices;
  const present = (_: number, i: number) => !Number.isNaN(close[i]!);
  const candles = buildCandles(
    {
      open: prices.open.filter(present),
      high: prices.high.filter(present),
      low: prices.low.filter(present),
      close: close.filter(present),
    },
    state.candles,
  );
  let candle = HISTORY;
  return close.map((c) => {
    if (Number.isNaN(c)) return Number.NaN;
    const verdict = ++state.count > warmUp ? detect(candles, candle, penetration) : Number.NaN;
    candle++;
    return verdict;
  });
}

/** Makes a candle pattern an entry of the catalogue. */
export function defineCandlePattern(pattern: CandlePattern): Indicator<"signal"> {
  const params: ParamSpecs =
    pattern.penetration === undefined ? {} : { penetration: real(pattern.penetration, 0, 10) };
  return defineIndicator({
    id: `cdl_${pattern.id}`,
    title: pattern.title,
    category: "candle pattern",
    source: `TA-Lib ${pattern.talib}: 100 bullish, -100 bearish, 0 none.`,
    params,
    inputs: ["open", "high", "low", "close"],
    outputs: { signal: bounded(-200, 200) },
    memory: "finite",
    warmUp: () => pattern.warmUp,
    state: (): PatternState => ({ candles: candlesState(), count: 0 }),
    run: (bars, given, state) => ({ signal: detectAll(pattern, bars, given.penetration ?? 0, state) }),
  });
}
