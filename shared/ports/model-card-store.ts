import type { ModelCard } from "../ml/card/model-card.ts";

/** Cards of models, written once by their trainings. */
export interface ModelCardStore {
  /** Undefined for a model that came without one. */
  get(version: string): Promise<ModelCard | undefined>;
}
