import type { Bars } from "../../market/bars.ts";
import { closedBefore } from "../../market/timeframe.ts";
import type { BarQuery, BarStore } from "../../ports/bar-store.ts";
import type { Clock } from "../../ports/clock.ts";

/** The newest `limit` bars that have closed: a bar that is still open would change under the answer. */
export function readClosedBars(
  { bars, clock }: { readonly bars: BarStore; readonly clock: Clock },
  query: Pick<BarQuery, "symbol" | "timeframe" | "limit">,
): Promise<Bars> {
  const to = closedBefore(clock.now(), query.timeframe);
  return bars.read({ ...query, to, newestFirst: true });
}
