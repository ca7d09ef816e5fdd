import { defineIndicator } from "../definition.ts";
import { holdLast, holdLastState } from "../kernel/hold-last.ts";
import { swings, swingsState } from "../kernel/swings.ts";
import { price, sparse } from "../outputs.ts";
import { integer } from "../params.ts";

export const FRACTAL_BANDS = defineIndicator({
  id: "fractal_bands",
  title: "Fractal chaos bands",
  category: "structure",
  source: "The last fractal high and low that were confirmed, held until the next.",
  params: { span: integer(2, 1, 100) },
  inputs: ["high", "low"],
  outputs: { upper: sparse(price), lower: sparse(price) },
  memory: "cumulative",
  warmUp: ({ span }) => 2 * span,
  state: ({ span }) => ({ swings: swingsState(span, span), upper: holdLastState(), lower: holdLastState() }),
  run: ({ high, low }, { span }, state) => {
    const { highs, lows } = swings(high, low, span, span, state.swings);
    return { upper: holdLast(highs, high, state.upper), lower: holdLast(lows, low, state.lower) };
  },
});
