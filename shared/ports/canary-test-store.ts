import type { BettingState, CanaryVerdict } from "../ml/sequential/betting-test.ts";
import type { ForecastPair } from "../ml/sequential/independent-gains.ts";
import type { Actor } from "./actor.ts";
import type { ModelScope } from "./model-store.ts";

/** A canary's comparison with the active model of its scope. */
export interface CanaryTest extends ModelScope {
  readonly id: number;
  readonly championVersion: string;
  readonly canaryVersion: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly state: BettingState & {
    /** No bar decided before it counts, epoch milliseconds. */
    readonly freeAt: number;
  };
  /** Opening time of the newest bar that was counted or passed over, epoch milliseconds. */
  readonly processedBarTs: number | undefined;
  /** promoted or rolled_back, by the test or by hand; stopped: without a decision. Undefined while it is under way. */
  readonly outcome: string | undefined;
  readonly endedAt: string | undefined;
}

export interface CanaryTestStep {
  readonly before: CanaryTest;
  readonly state: CanaryTest["state"];
  readonly processedBarTs: number;
  readonly verdict: CanaryVerdict | undefined;
  readonly actor: Actor;
}

/** Sequential tests of canaries. */
export interface CanaryTestStore {
  listOpen(): Promise<CanaryTest[]>;
  /** The newest test of a model, under way or ended. */
  find(canaryVersion: string): Promise<CanaryTest | undefined>;
  /** Bars with an outcome that the test has not counted, of the first `maxBars` bars, oldest first. */
  readPairs(test: CanaryTest, maxBars: number): Promise<ForecastPair[]>;
  /**
   * Moves a test on and carries out its verdict, at once or not at all. False: somebody else moved it on, or it has ended,
   * and nothing changed.
   */
  save(step: CanaryTestStep): Promise<boolean>;
}
