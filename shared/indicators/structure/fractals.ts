import { defineIndicator } from "../definition.ts";
import { swings, swingsState } from "../kernel/swings.ts";
import { confirmedAfter, price, sparse } from "../outputs.ts";
import { integer } from "../params.ts";

const span = (params: { readonly span: number }) => params.span;

export const FRACTALS = defineIndicator({
  id: "fractals",
  title: "Fractals",
  category: "structure",
  source:
    "Williams 1995, Trading Chaos: a high above (low below) the `span` bars on both sides; known `span` bars later.",
  params: { span: integer(2, 1, 100) },
  inputs: ["high", "low"],
  outputs: { bearish: confirmedAfter(span, sparse(price)), bullish: confirmedAfter(span, sparse(price)) },
  memory: "finite",
  warmUp: (params) => 2 * params.span,
  state: (params) => swingsState(params.span, params.span),
  run: ({ high, low }, params, state) => {
    const { highs, lows } = swings(high, low, params.span, params.span, state);
    return { bearish: highs, bullish: lows };
  },
});
