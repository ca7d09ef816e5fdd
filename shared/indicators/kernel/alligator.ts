import { smma } from "../moving-averages/smma.ts";
import { exponentialState } from "./exponential.ts";
import { lag, lagState } from "./lag.ts";
import { medianPrice } from "./median-price.ts";

/** Williams's three balance lines: period of the smoothed average, and bars it is drawn ahead. */
const LINES = {
  jaw: { period: 13, ahead: 8 },
  teeth: { period: 8, ahead: 5 },
  lips: { period: 5, ahead: 3 },
} as const;

const lineState = ({ ahead }: { readonly ahead: number }) => ({
  average: exponentialState(),
  ahead: lagState(ahead),
});

export const alligatorState = () => ({
  jaw: lineState(LINES.jaw),
  teeth: lineState(LINES.teeth),
  lips: lineState(LINES.lips),
});

/** Jaw, teeth and lips: smoothed averages of the median price, each standing some bars after the bars it comes from. */
export function alligator(high: Float64Array, low: Float64Array, state = alligatorState()) {
  const median = medianPrice(high, low);
  const line = (name: keyof typeof LINES) =>
    lag(smma(median, LINES[name].period, state[name].average), LINES[name].ahead, state[name].ahead);
  return { jaw: line("jaw"), teeth: line("teeth"), lips: line("lips") };
}
