import type { ModelRuntime, RuntimeLadder, RuntimeName } from "../../ports/model-runtime.ts";

/**
 * Several runtimes as one: a model goes to the first that takes it. A runtime that is not to be had in this process is
 * not asked again. Where all that were asked refuse, the answer is a refusal with the reasons of each.
 * @param rungs cheapest first
 */
export function createRuntimeLadder(rungs: readonly ModelRuntime[]): RuntimeLadder {
  const missing = new Map<RuntimeName, string>();
  return {
    async load(bytes, only) {
      const reasons: string[] = [];
      for (const rung of rungs) {
        if (only !== undefined && rung.name !== only) continue;
        const known = missing.get(rung.name);
        const outcome =
          known === undefined ? await rung.load(bytes) : { refused: "runtime" as const, reason: known };
        if (!("refused" in outcome)) return outcome;
        if (outcome.refused === "runtime") missing.set(rung.name, outcome.reason);
        reasons.push(`${rung.name}: ${outcome.reason}`);
      }
      return { refused: "model", reason: reasons.join("; ") || `${only}: not a rung of this ladder` };
    },
  };
}
