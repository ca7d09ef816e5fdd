import { defineRoute, jsonAnswer, jsonBody } from "../../shared/http/define-route.ts";
import type { App } from "../../shared/http/env.ts";
import { writeBars } from "../../shared/services/bars/write.ts";
import type { MarketDataDeps } from "./deps.ts";
import { pointerInto, toBars, WriteBarsAnswer, WriteBarsBody } from "./schema.ts";

const route = defineRoute(
  {
    callers: ["secret", "operator"],
    refusals: ["unknown_symbol", "payload_too_large", "unavailable"],
    idempotent: true,
  },
  {
    method: "post",
    path: "/bars",
    operationId: "writeBars",
    summary: "Store bars",
    description:
      "Up to 50,000 bars, as columns or as rows. The call is stored whole or not at all; sending it again changes nothing.",
    request: { body: jsonBody(WriteBarsBody) },
    responses: { 200: jsonAnswer(WriteBarsAnswer, "How many bars were stored") },
  },
);

export function writeBarsOperation(app: App, deps: MarketDataDeps) {
  app.openapi(route, async (c) => {
    const { symbol, timeframe, on_conflict, bars: wire } = c.req.valid("json");
    const bars = toBars(wire);
    const count = await writeBars(
      deps,
      { symbol, timeframe, bars, onConflict: on_conflict },
      pointerInto(wire),
    );
    const [from, to] = extent(bars.ts);
    const gaps = await deps.bars.gaps({ symbol, timeframe, from, to: to + 1, limit: 1_000 });
    return c.json({ symbol, timeframe, ...count, gaps: gaps.length }, 200);
  });
}

/** The earliest and the latest of a run of times in any order. */
function extent(ts: Float64Array): [first: number, last: number] {
  return ts.reduce(([first, last], t) => [Math.min(first, t), Math.max(last, t)], [Infinity, -Infinity]);
}
