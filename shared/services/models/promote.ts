import { Failure } from "../../failure.ts";
import type { Actor } from "../../ports/actor.ts";
import type { Model, ModelStore } from "../../ports/model-store.ts";
import { getModel } from "./get.ts";

/**
 * Makes a model the active one of its scope.
 * @throws Failure not_found, gate_not_passed (with `reasons`), conflict
 */
export async function promoteModel(
  deps: { readonly models: ModelStore },
  { version, actor }: { readonly version: string; readonly actor: Actor },
): Promise<Model> {
  await proveGate(deps, version);
  return await deps.models.promote(version, actor);
}

/**
 * The registry enforces the gate; it is asked here first so that a refusal can say why the model did not pass.
 * @throws Failure not_found, gate_not_passed (with `reasons`)
 */
export async function proveGate(
  deps: { readonly models: Pick<ModelStore, "get"> },
  version: string,
): Promise<void> {
  const { gate } = await getModel(deps, { version });
  if (!gate || gate.passed) return;
  const { reasons, evidence } = gate;
  const why = reasons.map(({ detail }) => detail).join("; ");
  throw new Failure("gate_not_passed", `The model ${version} has not passed the promotion gate: ${why}.`, {
    extra: { reasons, evidence },
  });
}
