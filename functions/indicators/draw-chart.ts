import * as z from "zod";
import { drawChart } from "../../shared/chart/draw-chart.ts";
import { defineRoute } from "../../shared/http/define-route.ts";
import type { App } from "../../shared/http/env.ts";
import { refuseRealSymbols } from "../../shared/http/test-keys.ts";
import { chartSymbol } from "../../shared/services/indicators/chart.ts";
import { ChartQuery } from "./chart-query.ts";
import type { IndicatorsDeps } from "./deps.ts";

const SVG = "image/svg+xml";
const HEIGHT = 440;
const PANEL_HEIGHT = 110;

const route = defineRoute(
  {
    callers: ["user", "secret", "api_key"],
    scope: "indicators:read",
    refusals: ["unknown_symbol", "not_enough_bars", "unavailable"],
  },
  {
    method: "get",
    path: "/chart.svg",
    operationId: "drawChart",
    summary: "Draw a chart",
    description:
      "Candles, overlays, volume and panels as one SVG picture. docs/charts.md says how to read it.",
    request: { query: ChartQuery },
    responses: { 200: { description: "The picture", content: { [SVG]: { schema: z.string() } } } },
  },
);

export function drawChartOperation(app: App, deps: IndicatorsDeps) {
  app.openapi(route, async (c) => {
    const { bars: count, width, height, theme, zone, reference, ...query } = c.req.valid("query");
    refuseRealSymbols(c.var.caller, [query.symbol, reference]);
    const shown = await chartSymbol(deps, { ...query, count, reference });
    const { instrument, bars, overlays, panels } = shown;
    const svg = drawChart({
      title: `${query.symbol} · ${query.timeframe}`,
      bars,
      isDaily: query.timeframe === "1d",
      zone: zone === "utc" ? "UTC" : instrument.calendar.zone,
      hasVolume: instrument.hasVolume,
      overlays,
      panels,
      width,
      height: height ?? HEIGHT + PANEL_HEIGHT * panels.length,
      theme,
    });
    return c.body(svg, 200, { "content-type": SVG });
  });
}
