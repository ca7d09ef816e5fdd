import { Failure } from "../../failure.ts";
import type { Model, ModelFilter, ModelScope, ModelStore } from "../../ports/model-store.ts";

interface Promotion {
  readonly scope: string;
  readonly previous: string | undefined;
}

/** The model registry in memory, for tests: the same rules as the SQL functions. */
export function createMemoryModelStore(initial: readonly Model[]): ModelStore {
  const models = new Map(initial.map((model) => [model.version, model]));
  const promotions: Promotion[] = [];
  const all = () => [...models.values()];
  const activeOf = (scope: string) =>
    all().find((model) => model.state === "active" && keyOf(model) === scope);

  function serve(version: string): Model {
    const next: Model = { ...models.get(version)!, state: "active" };
    const previous = activeOf(keyOf(next));
    if (previous) models.set(previous.version, { ...previous, state: "retired" });
    models.set(version, next);
    return next;
  }

  return {
    get: async (version) => models.get(version),
    async findActive({ symbol, timeframe, horizonBars }) {
      return all()
        .filter((model) => model.state === "active" && model.symbols.includes(symbol))
        .filter((model) => model.timeframe === timeframe)
        .filter((model) => horizonBars === undefined || model.horizonBars === horizonBars)
        .sort((a, b) => a.symbols.length - b.symbols.length || a.horizonBars - b.horizonBars)[0];
    },
    countActive: async () => all().filter(({ state }) => state === "active").length,
    list: async (filter) =>
      all()
        .filter((model) => fits(model, filter))
        .sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1))
        .slice(0, filter.limit),
    async promote(version) {
      const model = models.get(version);
      if (!model) throw new Failure("not_found", `unknown model ${version}`);
      if (model.state === "active") return model;
      if (!model.gate?.passed)
        throw new Failure("gate_not_passed", `model ${version} has not passed its gate`);
      if (!["candidate", "canary", "retired"].includes(model.state)) {
        throw new Failure("conflict", `model ${version} is ${model.state}`);
      }
      const scope = keyOf(model);
      promotions.push({ scope, previous: activeOf(scope)?.version });
      return serve(version);
    },
    async rollback(scope) {
      if (!all().some(({ universe }) => universe === scope.universe)) {
        throw new Failure("not_found", `unknown universe ${scope.universe}`);
      }
      const index = promotions.findLastIndex((promotion) => promotion.scope === keyOf(scope));
      const previous = promotions[index]?.previous;
      if (previous === undefined) throw new Failure("conflict", `no model served ${keyOf(scope)} before`);
      promotions.splice(index, 1);
      return serve(previous);
    },
  };
}

function keyOf({ universe, timeframe, horizonBars }: ModelScope): string {
  return `${universe} ${timeframe} ${horizonBars}`;
}

function fits(model: Model, filter: ModelFilter): boolean {
  return (
    (filter.universe === undefined || model.universe === filter.universe) &&
    (filter.timeframe === undefined || model.timeframe === filter.timeframe) &&
    (filter.horizonBars === undefined || model.horizonBars === filter.horizonBars) &&
    (filter.state === undefined || model.state === filter.state) &&
    (filter.createdBefore === undefined || model.createdAt < filter.createdBefore)
  );
}
