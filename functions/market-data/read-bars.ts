import { defineRoute, jsonAnswer } from "../../shared/http/define-route.ts";
import type { App } from "../../shared/http/env.ts";
import { refuseRealSymbols } from "../../shared/http/test-keys.ts";
import type { Bars } from "../../shared/market/bars.ts";
import { readBars } from "../../shared/services/read-bars.ts";
import type { MarketDataDeps } from "./deps.ts";
import { BarsAnswer, ReadBarsQuery } from "./schema.ts";

const route = defineRoute(
  {
    callers: ["user", "secret", "api_key"],
    scope: "market-data:read",
    refusals: ["unknown_symbol", "unavailable"],
  },
  {
    method: "get",
    path: "/bars",
    summary: "Read bars",
    description: "Stored bars as columns, oldest first. Follow `next_cursor` until it is null.",
    request: { query: ReadBarsQuery },
    responses: { 200: jsonAnswer(BarsAnswer, "One page of bars") },
  },
);

export function readBarsOperation(app: App, deps: MarketDataDeps) {
  app.openapi(route, async (c) => {
    const { symbol, timeframe, from, to, limit, cursor } = c.req.valid("query");
    refuseRealSymbols(c.var.caller, [symbol]);
    const start = cursor ?? from;
    const page = await readBars(deps, {
      symbol,
      timeframe,
      limit,
      ...(start !== undefined && { from: start }),
      ...(to !== undefined && { to }),
    });
    const next_cursor = page.next === undefined ? null : String(page.next);
    return c.json(
      { symbol, timeframe, count: page.bars.ts.length, bars: toArrays(page.bars), next_cursor },
      200,
    );
  });
}

/** JSON knows no typed arrays. */
function toArrays({ ts, open, high, low, close, volume }: Bars) {
  return {
    ts: Array.from(ts),
    open: Array.from(open),
    high: Array.from(high),
    low: Array.from(low),
    close: Array.from(close),
    volume: Array.from(volume),
  };
}
