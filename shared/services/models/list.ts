import type { Model, ModelFilter, ModelStore } from "../../ports/model-store.ts";
import { type Page, pageOf } from "../paging/page-of.ts";

/** One page of models, newest first; `next` is the `createdBefore` of the page that follows. */
export async function listModels(
  deps: { readonly models: ModelStore },
  filter: ModelFilter,
): Promise<Page<Model, string>> {
  return await pageOf(
    filter.limit,
    (limit) => deps.models.list({ ...filter, limit }),
    ({ createdAt }) => createdAt,
  );
}
