import { type Bars, sliceBars } from "../../market/bars.ts";
import type { BarQuery, BarStore } from "../../ports/bar-store.ts";

export interface BarPage {
  readonly bars: Bars;
  /** Where the next page begins (epoch ms); undefined on the last one. */
  readonly next: number | undefined;
}

/** One page of stored bars, oldest first. Paging is by opening time, so bars that arrive meanwhile disturb no page. */
export async function readBars(deps: { readonly bars: BarStore }, query: BarQuery): Promise<BarPage> {
  const found = await deps.bars.read({ ...query, limit: query.limit + 1 });
  if (found.ts.length <= query.limit) return { bars: found, next: undefined };
  return { bars: sliceBars(found, 0, query.limit), next: found.ts[query.limit] };
}
