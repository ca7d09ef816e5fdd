import { Failure } from "../../failure.ts";
import type { ModelCard } from "../../ml/card/model-card.ts";
import type { HoldoutReport } from "../../ml/evaluation/holdout-report.ts";
import type { ModelCardStore } from "../../ports/model-card-store.ts";
import type { Model, ModelStore } from "../../ports/model-store.ts";
import { getModel } from "./get.ts";

interface CardDeps {
  readonly models: Pick<ModelStore, "get">;
  readonly cards: ModelCardStore;
}

/** A model with its card; without one where it was not trained here. */
export async function getModelCard(
  deps: CardDeps,
  request: { readonly version: string; readonly activeOnly: boolean },
): Promise<{ readonly model: Model; readonly card: ModelCard | undefined }> {
  const model = await getModel(deps, request);
  return { model, card: await deps.cards.get(request.version) };
}

/** Material that pictures are drawn from: the card and the figures of the report. @throws Failure not_found */
export async function getCardToDraw(
  deps: CardDeps,
  request: { readonly version: string; readonly activeOnly: boolean },
): Promise<{ readonly card: ModelCard; readonly report: HoldoutReport }> {
  const { model, card } = await getModelCard(deps, request);
  if (!card) throw new Failure("not_found", `The model ${request.version} has no card to draw from.`);
  // A model with a card was trained here, so its metrics are the report of that training.
  return { card, report: model.metrics as unknown as HoldoutReport };
}
