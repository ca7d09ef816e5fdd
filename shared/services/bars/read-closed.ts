import type { Bars } from "../../market/bars.ts";
import { TIMEFRAME_MS } from "../../market/timeframe.ts";
import type { BarQuery, BarStore } from "../../ports/bar-store.ts";
import type { Clock } from "../../ports/clock.ts";

/** The newest `limit` bars that have closed: a bar that is still open would change under the answer. */
export function readClosedBars(
  { bars, clock }: { readonly bars: BarStore; readonly clock: Clock },
  query: Pick<BarQuery, "symbol" | "timeframe" | "limit">,
): Promise<Bars> {
  const to = clock.now() - TIMEFRAME_MS[query.timeframe] + 1;
  return bars.read({ ...query, to, newestFirst: true });
}
