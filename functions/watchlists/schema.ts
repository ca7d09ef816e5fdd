import * as z from "zod";
import { WATCHLIST_EXPANSIONS, type Watchlist } from "../../shared/ports/watchlist-store.ts";
import { isoMoment, MomentAnswer } from "../../shared/wire/moment.ts";
import {
  IdSchema,
  integerQuery,
  lineOfText,
  linesOfText,
  SymbolSchema,
} from "../../shared/wire/primitives.ts";

const MAX_SYMBOLS_A_CALL = 500;
const MAX_PRICE = 1e15;

const NameSchema = lineOfText(80).trim().min(1).meta({ example: "majors" });
const SymbolsSchema = z
  .array(SymbolSchema)
  .max(MAX_SYMBOLS_A_CALL)
  .refine((symbols) => new Set(symbols).size === symbols.length, "must name each symbol once");

/** `quotes,predictions`, in a query string. */
const ExpandSchema = z
  .string()
  .transform((text) => text.split(","))
  .pipe(z.array(z.enum(WATCHLIST_EXPANSIONS)))
  .meta({ type: "string", example: WATCHLIST_EXPANSIONS.join(",") })
  .describe("What to show with each symbol, separated by commas");

const expand = { expand: ExpandSchema.default([]) };

export const ListQuery = z.strictObject({
  limit: integerQuery(1, 100, 20),
  cursor: z.uuid().optional().describe("`next_cursor` of the page before"),
  ...expand,
});
export const GetQuery = z.strictObject(expand);

export const WatchlistParams = z.object({ id: IdSchema });
export const WatchlistSymbolParams = WatchlistParams.extend({ symbol: SymbolSchema });

export const CreateWatchlistBody = z
  .strictObject({
    name: NameSchema,
    is_default: z.boolean().default(false).describe("The first list is the default in any case"),
    symbols: SymbolsSchema.default([]),
  })
  .meta({ id: "CreateWatchlist", examples: [{ name: "majors", symbols: ["SYN-COIN", "SYN-METAL"] }] });

export const UpdateWatchlistBody = z
  .strictObject({
    name: NameSchema.optional(),
    is_default: z
      .literal(true)
      .optional()
      .describe("Makes it the default in place of the one before; another list takes it away again"),
  })
  .meta({ id: "UpdateWatchlist", examples: [{ name: "favourites", is_default: true }] });

const price = z.number().positive().max(MAX_PRICE).nullable();
const notes = {
  note: linesOfText(1_000).min(1).nullable(),
  alert_above: price.describe("A price to watch for from below"),
  alert_below: price.describe("A price to watch for from above"),
};

/** Alerts on the wrong side of each other would both be met always. */
function refuseCrossedAlerts(
  { alert_above, alert_below }: { [Name in "alert_above" | "alert_below"]?: number | null | undefined },
  context: z.RefinementCtx,
): void {
  if (alert_above == null || alert_below == null || alert_below < alert_above) return;
  context.addIssue({ code: "custom", path: ["alert_below"], message: "must be below alert_above" });
}

export const AddSymbolBody = z
  .strictObject({
    symbol: SymbolSchema,
    note: notes.note.default(null),
    alert_above: notes.alert_above.default(null),
    alert_below: notes.alert_below.default(null),
  })
  .superRefine(refuseCrossedAlerts)
  .meta({
    id: "AddWatchlistSymbol",
    examples: [{ symbol: "SYN-CHAIN", note: "watch the range", alert_above: 120 }],
  });

export const UpdateSymbolBody = z
  .strictObject(notes)
  .partial()
  .superRefine(refuseCrossedAlerts)
  .meta({
    id: "UpdateWatchlistSymbol",
    examples: [{ note: null, alert_below: 80 }],
    description: "What is left out stays; null takes it away",
  });

export const ReorderBody = z
  .strictObject({
    symbols: SymbolsSchema.describe("Each symbol of the list once, in the new order"),
    version: z.int().positive().describe("The list's version that this order was made from"),
  })
  .meta({ id: "ReorderWatchlist", examples: [{ symbols: ["SYN-METAL", "SYN-COIN"], version: 1 }] });

const QuoteSchema = z
  .object({
    price: z.number(),
    timeframe: z.string(),
    as_of: MomentAnswer.describe("When the bar closed"),
    change: z.number().nullable().describe("Against a day earlier"),
    change_percent: z.number().nullable(),
  })
  .meta({ id: "Quote" });

const LatestPredictionSchema = z
  .object({
    id: z.uuid(),
    model_version: z.string(),
    timeframe: z.string(),
    horizon: z.int().describe("In bars"),
    direction: z.string(),
    confidence: z.number(),
    probabilities: z.object({ sell: z.number(), hold: z.number(), buy: z.number() }),
    predicted_at: MomentAnswer,
  })
  .meta({ id: "LatestPrediction" });

export const WatchlistSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    is_default: z.boolean(),
    version: z.int().describe("Moves on with every change of the symbols"),
    created_at: MomentAnswer,
    updated_at: MomentAnswer,
    symbols: z
      .array(
        z.object({
          symbol: z.string(),
          ...notes,
          added_at: MomentAnswer,
          quote: z
            .union([QuoteSchema, z.null()])
            .optional()
            .describe("With `expand=quotes`: the newest stored close in any timeframe"),
          prediction: z
            .union([LatestPredictionSchema, z.null()])
            .optional()
            .describe("With `expand=predictions`: the newest one that you were given"),
        }),
      )
      .readonly()
      .describe("In order"),
  })
  .meta({ id: "Watchlist" });

export const WatchlistsAnswer = z
  .object({ watchlists: z.array(WatchlistSchema), next_cursor: z.uuid().nullable() })
  .meta({ id: "Watchlists" });

export function toWire(watchlist: Watchlist): z.output<typeof WatchlistSchema> {
  return {
    ...watchlist,
    created_at: isoMoment(watchlist.created_at),
    updated_at: isoMoment(watchlist.updated_at),
    symbols: watchlist.symbols.map(({ quote, prediction, ...entry }) => ({
      ...entry,
      added_at: isoMoment(entry.added_at),
      ...(quote !== undefined && { quote: quote && { ...quote, as_of: isoMoment(quote.as_of) } }),
      ...(prediction !== undefined && {
        prediction: prediction && { ...prediction, predicted_at: isoMoment(prediction.predicted_at) },
      }),
    })),
  };
}
