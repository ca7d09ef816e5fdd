import type { IndicatorWeight } from "../indicators/technical-summary.ts";

/** The weights by which indicators vote in the technical summary. */
export interface WeightStore {
  /** Most important first. */
  latest(): Promise<IndicatorWeight[]>;
}
