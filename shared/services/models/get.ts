import { Failure } from "../../failure.ts";
import type { Model, ModelStore } from "../../ports/model-store.ts";

/**
 * A model in any state; with `activeOnly` the others do not exist.
 * @throws Failure not_found
 */
export async function getModel(
  deps: { readonly models: Pick<ModelStore, "get"> },
  { version, activeOnly = false }: { readonly version: string; readonly activeOnly?: boolean },
): Promise<Model> {
  const model = await deps.models.get(version);
  if (!model || (activeOnly && model.state !== "active")) {
    throw new Failure("not_found", `No model has the version ${version}.`);
  }
  return model;
}
