import { Failure } from "../../failure.ts";
import { Random } from "../../math/random.ts";
import { drawParams, SEARCHED_FAMILIES, searchSpaceOf } from "../../ml/search/search-space.ts";
import type { TrainingSpec } from "./spec.ts";

/** The parameters of each trial: the first is what training would take without a search, and given ones stay as given. */
export function trialParams({ family, params, seed, search }: TrainingSpec): Record<string, unknown>[] {
  const random = Random.seeded(seed);
  const space = searchSpaceOf(family)!;
  return Array.from({ length: search!.trials }, (_, trial) =>
    trial === 0 ? { ...params } : { ...drawParams(space, random), ...params },
  );
}

/** Refuses a search that has nothing to look for. */
export function checkSearch({ family, params }: Pick<TrainingSpec, "family" | "params">): void {
  const space = searchSpaceOf(family);
  if (!space)
    throw refusal(`there is nothing to search for ${family}, but for ${SEARCHED_FAMILIES.join(", ")}`);
  const names = Object.keys(space);
  if (names.every((name) => name in params)) {
    throw refusal(`all that is searched for ${family} is given: ${names.join(", ")}`);
  }
}

function refusal(detail: string): Failure {
  const pointer = "/search";
  return new Failure("invalid_request", `${pointer}: ${detail}`, { errors: [{ pointer, detail }] });
}
