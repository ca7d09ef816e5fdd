import { defineIndicator } from "../definition.ts";
import { bounded } from "../outputs.ts";
import { real } from "../params.ts";

/** Marks bars whose body is a negligible share of the price (doji) or nearly the whole range (marubozu). */
export function candleShape(
  open: Float64Array,
  high: Float64Array,
  low: Float64Array,
  close: Float64Array,
  dojiPercent: number,
  marubozuPercent: number,
) {
  const doji = close.map((c, i) =>
    Number.isNaN(c) ? c : Number(Math.abs(c - open[i]!) <= (dojiPercent / 100) * Math.abs(open[i]!)),
  );
  const marubozu = close.map((c, i) => {
    const body = c - open[i]!;
    const whole = (marubozuPercent / 100) * (high[i]! - low[i]!);
    return Number.isNaN(c) ? c : Number(Math.abs(body) >= whole && body !== 0) * Math.sign(body);
  });
  return { doji, marubozu };
}

export const CANDLE_SHAPE = defineIndicator({
  id: "candle_shape",
  title: "Candle shape",
  category: "structure",
  source:
    "Doji: the body is at most `dojiPercent` of the open. Marubozu: it is at least `marubozuPercent` of the range, signed.",
  params: { dojiPercent: real(0.1, 0, 5), marubozuPercent: real(95, 80, 100) },
  inputs: ["open", "high", "low", "close"],
  outputs: { doji: bounded(0, 1), marubozu: bounded(-1, 1) },
  memory: "finite",
  warmUp: () => 0,
  state: () => ({}),
  run: ({ open, high, low, close }, { dojiPercent, marubozuPercent }) =>
    candleShape(open, high, low, close, dojiPercent, marubozuPercent),
});
