import { Failure } from "../../failure.ts";
import type { LoadedModel } from "../../ports/model-runtime.ts";
import type { TrainingDeps } from "./phase.ts";

/** A stored model file, ready to run. @throws Failure unsupported_model, unavailable */
export async function loadFile(
  { files, runtime }: Pick<TrainingDeps, "files" | "runtime">,
  path: string,
): Promise<LoadedModel> {
  const bytes = await files.get(path);
  if (!bytes) throw new Failure("unavailable", `The file ${path} is not there yet.`);
  const model = await runtime.load(bytes);
  if ("refused" in model) throw new Failure("unsupported_model", model.reason);
  return model;
}
