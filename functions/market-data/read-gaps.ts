import { defineRoute, jsonAnswer } from "../../shared/http/define-route.ts";
import type { App } from "../../shared/http/env.ts";
import { refuseRealSymbols } from "../../shared/http/test-keys.ts";
import { isoMoment } from "../../shared/wire/moment.ts";
import type { MarketDataDeps } from "./deps.ts";
import { GapsAnswer, ReadGapsQuery } from "./schema.ts";

const route = defineRoute(
  {
    callers: ["user", "secret", "api_key"],
    scope: "market-data:read",
    refusals: ["unknown_symbol", "unavailable"],
  },
  {
    method: "get",
    path: "/gaps",
    operationId: "listGaps",
    summary: "Find gaps",
    description:
      "Runs of bars that are missing between stored ones, nights and weekends included, oldest first.",
    request: { query: ReadGapsQuery },
    responses: { 200: jsonAnswer(GapsAnswer, "The gaps of the range") },
  },
);

export function readGapsOperation(app: App, deps: MarketDataDeps) {
  app.openapi(route, async (c) => {
    const { symbol, timeframe, from, to, limit } = c.req.valid("query");
    refuseRealSymbols(c.var.caller, [symbol]);
    const found = await deps.bars.gaps({
      symbol,
      timeframe,
      limit,
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
    });
    const gaps = found.map((gap) => ({
      from: isoMoment(gap.from),
      to: isoMoment(gap.to),
      missing: gap.missing,
    }));
    return c.json({ symbol, timeframe, gaps }, 200);
  });
}
