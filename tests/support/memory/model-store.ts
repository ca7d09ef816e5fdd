import { Failure } from "../../../shared/failure.ts";
import type { Actor } from "../../../shared/ports/actor.ts";
import type { Clock } from "../../../shared/ports/clock.ts";
import type {
  ActiveModelQuery,
  Model,
  ModelFilter,
  ModelScope,
  ModelState,
  ModelStore,
  ServingSpan,
} from "../../../shared/ports/model-store.ts";

interface Promotion {
  readonly scope: string;
  readonly previous: string | undefined;
}

/** Which models serve a scope since an act. */
interface ServingEntry extends Omit<ServingSpan, "since" | "until"> {
  readonly symbols: readonly string[];
  readonly at: number;
}

const MAY_SERVE: readonly ModelState[] = ["candidate", "canary", "retired"];

/** The model registry in memory, for tests: the same rules as the SQL functions. */
export function createMemoryModelStore(
  initial: readonly Model[],
  clock: Pick<Clock, "now"> = { now: () => 0 },
): ModelStore {
  const models = new Map(initial.map((model) => [model.version, model]));
  const promotions: Promotion[] = [];
  const log: ServingEntry[] = [];
  const all = () => [...models.values()];
  const ofScope = (scope: string, state: ModelState) =>
    all().find((model) => model.state === state && keyOf(model) === scope);

  function change(model: Model, state: ModelState, canaryPercent?: number): Model {
    const next: Model = { ...model, state, canaryPercent };
    models.set(next.version, next);
    return next;
  }

  function record(model: Model, act: string, { id, kind }: Actor) {
    const active = ofScope(keyOf(model), "active")!;
    const canary = ofScope(keyOf(model), "canary");
    log.push({
      universe: model.universe,
      timeframe: model.timeframe,
      horizonBars: model.horizonBars,
      symbols: model.symbols,
      activeVersion: active.version,
      canary: canary && { version: canary.version, percent: canary.canaryPercent! },
      act,
      actor: id ?? kind,
      at: clock.now(),
    });
  }

  function serve(version: string, act: string, actor: Actor): Model {
    const scope = keyOf(models.get(version)!);
    const canary = ofScope(scope, "canary");
    if (canary) change(canary, "candidate");
    const previous = ofScope(scope, "active");
    if (previous) change(previous, "retired");
    const next = change(models.get(version)!, "active");
    record(next, act, actor);
    return next;
  }

  function find(version: string): Model {
    const model = models.get(version);
    if (!model) throw new Failure("not_found", `unknown model ${version}`);
    return model;
  }

  return {
    get: async (version) => models.get(version),
    async findActive(query) {
      const [active] = all()
        .filter((model) => model.state === "active" && serves(model, query))
        .sort(narrowestFirst);
      return active && { ...active, canary: ofScope(keyOf(active), "canary") };
    },
    countActive: async () => all().filter(({ state }) => state === "active").length,
    list: async (filter) =>
      all()
        .filter((model) => fits(model, filter))
        .sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1))
        .slice(0, filter.limit),
    async promote(version, actor) {
      const model = find(version);
      if (model.state === "active") return model;
      refuseUnproven(model);
      const scope = keyOf(model);
      promotions.push({ scope, previous: ofScope(scope, "active")?.version });
      return serve(version, "promote", actor);
    },
    async rollback(scope, actor) {
      if (!all().some(({ universe }) => universe === scope.universe)) {
        throw new Failure("not_found", `unknown universe ${scope.universe}`);
      }
      const index = promotions.findLastIndex((promotion) => promotion.scope === keyOf(scope));
      const previous = promotions[index]?.previous;
      if (previous === undefined) throw new Failure("conflict", `no model served ${keyOf(scope)} before`);
      promotions.splice(index, 1);
      return serve(previous, "rollback", actor);
    },
    async setCanary(version, percent, actor) {
      const model = find(version);
      refuseUnproven(model);
      if (model.state === "canary" && model.canaryPercent === percent) return model;
      const scope = keyOf(model);
      const active = ofScope(scope, "active");
      if (!active) throw new Failure("conflict", `no active model serves the scope of ${version}`);
      if (active.featureSetVersion !== model.featureSetVersion) {
        throw new Failure("conflict", `model ${version} reads other features than ${active.version}`);
      }
      if (JSON.stringify(active.labelSpec) !== JSON.stringify(model.labelSpec)) {
        throw new Failure("conflict", `model ${version} is labelled by another rule than ${active.version}`);
      }
      const other = ofScope(scope, "canary");
      if (other && other.version !== version) {
        throw new Failure("conflict", `model ${other.version} is the canary of this scope`);
      }
      const canary = change(model, "canary", percent);
      record(canary, other ? "canary_percent" : "canary_start", actor);
      return canary;
    },
    async stopCanary(version, actor) {
      const model = find(version);
      if (model.state !== "canary")
        throw new Failure("conflict", `model ${version} is ${model.state}, not a canary`);
      const stopped = change(model, "candidate");
      record(stopped, "canary_stop", actor);
      return stopped;
    },
    async findServing({ at, ...query }) {
      const newest = new Map<string, ServingEntry>();
      for (const entry of log) if (entry.at <= at && serves(entry, query)) newest.set(keyOf(entry), entry);
      const [found] = [...newest.values()].sort(narrowestFirst);
      if (!found) return undefined;
      const next = log.slice(log.indexOf(found) + 1).find((entry) => keyOf(entry) === keyOf(found));
      const { symbols: _, at: since, ...span } = found;
      return { ...span, since: isoTime(since), until: next && isoTime(next.at) };
    },
  };
}

function refuseUnproven({ version, gate, state }: Model): void {
  if (!gate?.passed) throw new Failure("gate_not_passed", `model ${version} has not passed its gate`);
  if (!MAY_SERVE.includes(state)) throw new Failure("conflict", `model ${version} is ${state}`);
}

const isoTime = (ts: number): string => new Date(ts).toISOString();

function keyOf({ universe, timeframe, horizonBars }: ModelScope): string {
  return `${universe} ${timeframe} ${horizonBars}`;
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

function fits(model: Model, filter: ModelFilter): boolean {
  return (
    (filter.universe === undefined || model.universe === filter.universe) &&
    (filter.timeframe === undefined || model.timeframe === filter.timeframe) &&
    (filter.horizonBars === undefined || model.horizonBars === filter.horizonBars) &&
    (filter.state === undefined || model.state === filter.state) &&
    (filter.createdBefore === undefined || model.createdAt < filter.createdBefore)
  );
}
