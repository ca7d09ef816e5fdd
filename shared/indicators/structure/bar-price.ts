import { defineIndicator } from "../definition.ts";
import { price } from "../outputs.ts";

/** The usual means of a bar's prices. */
export function barPrice(open: Float64Array, high: Float64Array, low: Float64Array, close: Float64Array) {
  return {
    median: high.map((h, i) => (h + low[i]!) / 2),
    typical: high.map((h, i) => (h + low[i]! + close[i]!) / 3),
    weighted: high.map((h, i) => (h + low[i]! + 2 * close[i]!) / 4),
    average: high.map((h, i) => (open[i]! + h + low[i]! + close[i]!) / 4),
    body: open.map((o, i) => (o + close[i]!) / 2),
  };
}

export const BAR_PRICE = defineIndicator({
  id: "bar_price",
  title: "Bar price",
  category: "structure",
  source: "Means of the bar: (H+L)/2, (H+L+C)/3, (H+L+2C)/4, (O+H+L+C)/4, (O+C)/2.",
  params: {},
  inputs: ["open", "high", "low", "close"],
  outputs: { median: price, typical: price, weighted: price, average: price, body: price },
  memory: "finite",
  warmUp: () => 0,
  state: () => ({}),
  run: ({ open, high, low, close }) => barPrice(open, high, low, close),
});
