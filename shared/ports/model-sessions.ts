import type { LoadedModel, RuntimeName } from "./model-runtime.ts";
import type { Model } from "./model-store.ts";

/** The models that an isolate has loaded. A model's bytes are known by their hash, so nothing here goes stale. */
export interface ModelSessions {
  /**
   * Runs `work` on the loaded model; whoever asks while it is being loaded waits for the same load.
   * @param only the runtime that it must be loaded into; without it, the first that takes it
   * @throws Failure unsupported_model, unavailable; with `only` also runtime_unavailable
   */
  use<T>(model: Model, work: (loaded: LoadedModel) => Promise<T>, only?: RuntimeName): Promise<T>;
  /** How many models are in memory, or on their way there. */
  count(): number;
}
