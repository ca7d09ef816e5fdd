import { Failure, type FailurePointer } from "../../failure.ts";
import type { FeatureSet } from "../../features/feature-set.ts";

/** One row of a model's input. */
export interface FeatureVector {
  /** In the feature set's order; NaN where missing. */
  readonly values: Float32Array;
  /** Values by name as the model receives them (float32); null = missing. */
  readonly byName: Readonly<Record<string, number | null>>;
  /** Missing features: the model's graph puts in what it learned for them. */
  readonly imputed: readonly string[];
}

/**
 * Puts the caller's values over the computed ones.
 * @throws Failure invalid_request for a name that the feature set does not have, or a value beyond float32
 */
export function assembleFeatures(
  { features }: Pick<FeatureSet, "features">,
  computed: readonly (number | null)[],
  given: Readonly<Record<string, number>>,
): FeatureVector {
  const names = features.map(({ name }) => name);
  refuseFaults(names, given);
  const values = Float32Array.from(names, (name, f) =>
    Object.hasOwn(given, name) ? given[name]! : (computed[f] ?? Number.NaN),
  );
  const isMissing = (_: string, f: number) => Number.isNaN(values[f]);
  return {
    values,
    byName: Object.fromEntries(names.map((name, f) => [name, isMissing(name, f) ? null : values[f]!])),
    imputed: names.filter(isMissing),
  };
}

function refuseFaults(names: readonly string[], given: Readonly<Record<string, number>>) {
  const known = new Set(names);
  const errors: FailurePointer[] = [];
  for (const [name, value] of Object.entries(given)) {
    const pointer = `/features/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    if (!known.has(name)) errors.push({ pointer, detail: "is no feature of this set" });
    else if (!Number.isFinite(Math.fround(value))) errors.push({ pointer, detail: "is beyond float32" });
  }
  const [first] = errors;
  if (first)
    throw new Failure("invalid_request", `${first.pointer}: ${first.detail}`, {
      errors: errors.slice(0, 20),
    });
}
