import { Failure } from "../../failure.ts";
import type { RuntimeName } from "../../ports/model-runtime.ts";
import type { ModelSessions } from "../../ports/model-sessions.ts";
import type { Model, ModelStore } from "../../ports/model-store.ts";
import type { LoggedPrediction, PredictionArchive } from "../../ports/prediction-archive.ts";
import { getModel } from "../models/get.ts";
import { runModel } from "./infer.ts";

interface ReplayDeps {
  readonly archive: PredictionArchive;
  readonly models: Pick<ModelStore, "get">;
  readonly sessions: ModelSessions;
}

export interface Replay {
  readonly logged: LoggedPrediction;
  readonly model: Model;
  readonly probabilities: readonly number[];
  readonly runtime: RuntimeName;
  /** Every bit is the one that was logged. */
  readonly isIdentical: boolean;
}

/**
 * Makes a logged prediction again from its stored inputs, with the file of the model that made it, whatever has become
 * of that model, and on the runtime that made it: of the same file, each has last bits of its own. Others' predictions
 * do not exist for a user.
 * @param ownerId only a prediction of this user
 * @throws Failure not_found, unsupported_model, runtime_unavailable, unavailable
 */
export async function replayPrediction(
  deps: ReplayDeps,
  { id, ownerId }: { readonly id: string; readonly ownerId?: string },
): Promise<Replay> {
  const logged = await deps.archive.find(id);
  if (!logged || (ownerId !== undefined && logged.userId !== ownerId)) {
    throw new Failure("not_found", `There is no prediction ${id}.`);
  }
  const model = await getModel(deps, { version: logged.modelVersion });
  const [inference] = await runModel(
    deps.sessions,
    model,
    [],
    [{ values: logged.inputs, isExplained: false }],
    logged.runtime,
  );
  const { sell, hold, buy } = inference!.probabilities;
  const probabilities = [sell, hold, buy];
  const isIdentical = probabilities.every((value, i) => Object.is(value, logged.probabilities[i]));
  return { logged, model, probabilities, runtime: inference!.runtime, isIdentical };
}
