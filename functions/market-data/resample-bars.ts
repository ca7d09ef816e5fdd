import { defineRoute, jsonAnswer, jsonBody } from "../../shared/http/define-route.ts";
import type { App } from "../../shared/http/env.ts";
import { sliceBars } from "../../shared/market/bars.ts";
import { readResampledBars } from "../../shared/services/bars/resample.ts";
import { isoMomentOrNull } from "../../shared/wire/moment.ts";
import type { MarketDataDeps } from "./deps.ts";
import { ResampleBarsAnswer, ResampleBarsBody } from "./schema.ts";

const route = defineRoute(
  { callers: ["secret", "operator"], refusals: ["unknown_symbol", "unavailable"] },
  {
    method: "post",
    path: "/bars/resample",
    operationId: "resampleBars",
    summary: "Store bars of a higher timeframe",
    description:
      "Makes them of stored bars of a lower one, so that indicators, trainings and predictions have them too. A bar that is still forming is left out. One call makes as many as it has time for; follow `next_from` until it is null. Calling it again changes nothing.",
    request: { body: jsonBody(ResampleBarsBody) },
    responses: { 200: jsonAnswer(ResampleBarsAnswer, "How many bars were stored") },
  },
);

/** Bars that one statement stores well within its time limit. */
const MAX_BARS = 20_000;

export function resampleBarsOperation(app: App, deps: MarketDataDeps) {
  app.openapi(route, async (c) => {
    const { symbol, timeframe, resample_from, from, to, on_conflict } = c.req.valid("json");
    const page = await readResampledBars(deps, {
      symbol,
      timeframe,
      source: resample_from,
      limit: MAX_BARS,
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
    });
    const complete = page.lastIsPartial ? sliceBars(page.bars, 0, -1) : page.bars;
    const count =
      complete.ts.length > 0
        ? await deps.bars.write({ symbol, timeframe, bars: complete, onConflict: on_conflict })
        : { inserted: 0, replaced: 0, skipped: 0 };
    const next_from = isoMomentOrNull(page.next);
    return c.json({ symbol, timeframe, ...count, next_from }, 200);
  });
}
