import { defineRoute, jsonAnswer } from "../../shared/http/define-route.ts";
import type { App } from "../../shared/http/env.ts";
import { refuseRealSymbols } from "../../shared/http/test-keys.ts";
import type { Bars } from "../../shared/market/bars.ts";
import { readBars } from "../../shared/services/bars/read.ts";
import { readResampledBars } from "../../shared/services/bars/resample.ts";
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
    operationId: "listBars",
    summary: "Read bars",
    description:
      "Stored bars as columns, oldest first. Follow `next_cursor` until it is null. With `resample_from` they are made of the stored bars of that lower timeframe, counted from the session's open in the instrument's own zone.",
    request: { query: ReadBarsQuery },
    responses: { 200: jsonAnswer(BarsAnswer, "One page of bars") },
  },
);

export function readBarsOperation(app: App, deps: MarketDataDeps) {
  app.openapi(route, async (c) => {
    const { symbol, timeframe, resample_from, from, to, limit, cursor } = c.req.valid("query");
    refuseRealSymbols(c.var.caller, [symbol]);
    const start = cursor ?? from;
    const query = {
      symbol,
      timeframe,
      limit,
      ...(start !== undefined && { from: start }),
      ...(to !== undefined && { to }),
    };
    const page = resample_from
      ? await readResampledBars(deps, { ...query, source: resample_from })
      : { ...(await readBars(deps, query)), lastIsPartial: false };
    return c.json(
      {
        symbol,
        timeframe,
        count: page.bars.ts.length,
        bars: toArrays(page.bars),
        last_is_partial: page.lastIsPartial,
        next_cursor: page.next === undefined ? null : String(page.next),
      },
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
