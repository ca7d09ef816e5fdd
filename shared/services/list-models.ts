import type { Model, ModelFilter, ModelStore } from "../ports/model-store.ts";

export interface ModelPage {
  readonly models: readonly Model[];
  /** `createdBefore` of the next page; undefined on the last one. */
  readonly next: string | undefined;
}

/** One page of models, newest first. */
export async function listModels(
  deps: { readonly models: ModelStore },
  filter: ModelFilter,
): Promise<ModelPage> {
  const found = await deps.models.list({ ...filter, limit: filter.limit + 1 });
  const models = found.slice(0, filter.limit);
  return { models, next: found.length > filter.limit ? models.at(-1)?.createdAt : undefined };
}
