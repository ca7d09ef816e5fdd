import { rememberFor } from "../../async/remember-for.ts";
import { Failure } from "../../failure.ts";
import type { FeatureSet } from "../../features/feature-set.ts";
import type { Instrument } from "../../market/instrument.ts";
import type { BarStore } from "../../ports/bar-store.ts";
import type { Clock } from "../../ports/clock.ts";
import type { InstrumentStore } from "../../ports/instrument-store.ts";
import type { ActiveModelQuery, Model, ModelStore } from "../../ports/model-store.ts";
import { type NewestBar, type NewestBarQuery, readNewestBar } from "./newest-bar.ts";
import { type ModelQuery, resolveModel } from "./resolve-model.ts";
import { routeCanary } from "./route-canary.ts";

export interface SituationDeps {
  readonly instruments: InstrumentStore;
  readonly models: ModelStore;
  readonly bars: BarStore;
  readonly featureSet: FeatureSet;
  readonly clock: Clock;
}

/** Who predicts what, from which bar. */
export interface Situation {
  readonly instrument: Instrument;
  /** The model that answers. */
  readonly model: Model;
  /** The other model of the scope, while there are two: it predicts the same in the shadow. */
  readonly shadow: Model | undefined;
  readonly bar: NewestBar;
}

/** A promotion or a new bar acts after this time at the latest. */
const MEMORY_MS = 1_000;
const INSTRUMENT_MEMORY_MS = 60_000;

/**
 * Makes the look-up of an isolate: the model that answers a query and the bar that it answers for, remembered for a
 * second. It throws Failure unknown_symbol, not_found, no_active_model, invalid_request, feature_set_mismatch,
 * not_enough_bars or unavailable.
 */
export function createSituations(deps: SituationDeps): (query: ModelQuery) => Promise<Situation> {
  const { clock } = deps;
  const instrumentOf = rememberFor(clock, INSTRUMENT_MEMORY_MS, (symbol: string) =>
    deps.instruments.get(symbol),
  );
  const models = {
    get: rememberFor(clock, MEMORY_MS, (version: string) => deps.models.get(version)),
    findActive: rememberFor(clock, MEMORY_MS, (query: ActiveModelQuery) => deps.models.findActive(query)),
  };
  const newestBarOf = rememberFor(clock, MEMORY_MS, (query: NewestBarQuery) => readNewestBar(deps, query));

  return async function situate(query) {
    const instrument = await instrumentOf(query.symbol);
    const active = await resolveModel(models, query);
    refuseOtherFeatureSet(deps.featureSet.version, active);
    const { symbol } = instrument;
    const bar = await newestBarOf({ symbol, timeframe: active.timeframe });
    const { answers, shadow } = routeCanary(active, { symbol, barTs: bar.ts });
    return { instrument, model: answers, shadow, bar };
  };
}

function refuseOtherFeatureSet(computed: string, { version, featureSetVersion }: Model) {
  if (featureSetVersion === computed) return;
  throw new Failure(
    "feature_set_mismatch",
    `The model ${version} reads the feature set ${featureSetVersion}; this platform computes ${computed}.`,
  );
}
