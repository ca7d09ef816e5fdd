import * as z from "zod";
import { THEMES } from "../../shared/chart/theme.ts";
import { findIndicator } from "../../shared/indicators/catalogue.ts";
import type { IndicatorRequest } from "../../shared/services/indicators/compute-requested.ts";
import { integerQuery, SymbolSchema, TimeframeSchema } from "../../shared/wire/primitives.ts";

const MAX_OVERLAYS = 8;
const MAX_PANELS = 4;
const MIN_HEIGHT = 260;
const MIN_PANEL_HEIGHT = 60;
const ITEM = /^([a-z0-9_]+)(?:\(([^()]*)\))?$/;

export const ChartQuery = z
  .object({
    symbol: SymbolSchema,
    timeframe: TimeframeSchema.prefault("1h"),
    bars: integerQuery(20, 500, 120).describe("How many of the newest closed bars"),
    overlays: indicatorList(MAX_OVERLAYS, "sma(50),bollinger_bands(20,2)").describe(
      "Drawn over the candles; their outputs in units of price",
    ),
    panels: indicatorList(MAX_PANELS, "rsi,macd(12,26,9)").describe(
      "Drawn below, each on a scale of its own",
    ),
    reference: SymbolSchema.optional()
      .meta({ example: "SYN-CHAIN" })
      .describe("The symbol that correlation and beta compare with"),
    width: integerQuery(400, 2400, 960),
    height: z.coerce
      .number()
      .int()
      .min(MIN_HEIGHT)
      .max(2000)
      .optional()
      .describe("By default 440 and 110 for each panel"),
    theme: z.enum(THEMES).default("auto").describe("auto: what the reader prefers"),
    zone: z.enum(["market", "utc"]).default("market").describe("Of the time axis: the instrument's, or UTC"),
  })
  .refine(
    ({ height, panels }) => height === undefined || height >= MIN_HEIGHT + MIN_PANEL_HEIGHT * panels.length,
    {
      path: ["height"],
      message: `must be at least ${MIN_HEIGHT} and ${MIN_PANEL_HEIGHT} more for each panel`,
    },
  );

/** "sma(50),rsi": ids of the catalogue, each with the values of its parameters in the catalogue's order. */
function indicatorList(maximum: number, example: string) {
  return z
    .string()
    .max(1_000)
    .transform((text, context): IndicatorRequest[] => {
      // A comma inside parentheses belongs to the parameters.
      const items = text.trim() === "" ? [] : text.split(/,(?![^(]*\))/);
      if (items.length > maximum) context.addIssue(`must name at most ${maximum} indicators`);
      return items.map((item, at) => {
        const request = parseItem(item.trim());
        if (typeof request !== "string") return request;
        context.issues.push({ code: "custom", path: [at], message: request, input: item });
        return z.NEVER;
      });
    })
    .prefault("")
    .meta({ type: "string", example });
}

/** The request, or what is wrong with it. Whether there is such an indicator is not known here. */
function parseItem(text: string): IndicatorRequest | string {
  const [, id, list = ""] = ITEM.exec(text) ?? [];
  if (id === undefined) return `"${text}" must be an id, or an id and its parameters such as sma(50)`;
  const values = list.trim() === "" ? [] : list.split(",").map((value) => value.trim());
  const wrong = values.find((value) => value === "" || !Number.isFinite(Number(value)));
  if (wrong !== undefined) return `"${wrong}" of ${id} must be a number`;
  const names = Object.keys(findIndicator(id)?.params ?? {});
  if (findIndicator(id) && values.length > names.length) return `${id} has ${names.length} parameters`;
  return {
    id,
    params: Object.fromEntries(values.map((value, at) => [names[at] ?? String(at), Number(value)])),
  };
}
