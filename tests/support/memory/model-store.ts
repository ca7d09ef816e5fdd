import type {
  ActiveModelQuery,
  Model,
  ModelFilter,
  ModelScope,
  ModelStore,
  ServingSpan,
} from "../../../shared/ports/model-store.ts";

/** Which models served the symbols of a universe. */
export interface GivenSpan extends ServingSpan {
  readonly symbols: readonly string[];
}

/** Changes of the registry: their rules live in SQL, so a test says what comes of one. */
type Acts = Pick<ModelStore, "promote" | "rollback" | "setCanary" | "stopCanary">;

/** Given models and their history, for tests to find; an act that the test gives no outcome is an error. */
export function createMemoryModelStore(
  models: readonly Model[],
  { spans = [], ...acts }: Partial<Acts> & { readonly spans?: readonly GivenSpan[] } = {},
): ModelStore {
  const unforeseen = () => Promise.reject(new Error("The test says nothing of what comes of this act."));
  return {
    get: async (version) => models.find((model) => model.version === version),
    async findActive(query) {
      const [active] = models
        .filter((model) => model.state === "active" && serves(model, query))
        .sort(narrowestFirst);
      const canary = models.find((model) => model.state === "canary" && active && isOfScope(model, active));
      return active && { ...active, canary };
    },
    countActive: async () => models.filter(({ state }) => state === "active").length,
    list: async (filter) =>
      models
        .filter((model) => fits(model, filter))
        .sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1))
        .slice(0, filter.limit),
    async findServing({ at, ...query }) {
      const [found] = spans
        .filter((span) => serves(span, query) && Date.parse(span.since) <= at)
        .filter(({ until }) => until === undefined || at < Date.parse(until))
        .sort(narrowestFirst);
      if (!found) return undefined;
      const { symbols: _, ...span } = found;
      return span;
    },
    promote: unforeseen,
    rollback: unforeseen,
    setCanary: unforeseen,
    stopCanary: unforeseen,
    ...acts,
  };
}

type Served = ModelScope & { readonly symbols: readonly string[] };

function serves(scope: Served, { symbol, timeframe, horizonBars }: ActiveModelQuery): boolean {
  return (
    scope.symbols.includes(symbol) &&
    scope.timeframe === timeframe &&
    (horizonBars === undefined || scope.horizonBars === horizonBars)
  );
}

function narrowestFirst(a: Served, b: Served): number {
  return a.symbols.length - b.symbols.length || a.horizonBars - b.horizonBars;
}

function isOfScope(model: ModelScope, scope: Partial<ModelScope>): boolean {
  return (
    (scope.universe === undefined || model.universe === scope.universe) &&
    (scope.timeframe === undefined || model.timeframe === scope.timeframe) &&
    (scope.horizonBars === undefined || model.horizonBars === scope.horizonBars)
  );
}

function fits(model: Model, { state, createdBefore, ...scope }: ModelFilter): boolean {
  return (
    isOfScope(model, scope) &&
    (state === undefined || model.state === state) &&
    (createdBefore === undefined || model.createdAt < createdBefore)
  );
}
