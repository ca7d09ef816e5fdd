import { defineIndicator } from "../definition.ts";
import { change } from "../kernel/change.ts";
import { lagState } from "../kernel/lag.ts";
import { price } from "../outputs.ts";
import { barCount } from "../params.ts";

export const MOMENTUM = defineIndicator({
  id: "momentum",
  title: "Momentum",
  category: "momentum",
  source: "close - close[period].",
  params: { period: barCount(10, 1) },
  inputs: ["close"],
  outputs: { momentum: price },
  memory: "finite",
  warmUp: ({ period }) => period,
  state: ({ period }) => lagState(period),
  run: ({ close }, { period }, state) => ({ momentum: change(close, period, state) }),
});
