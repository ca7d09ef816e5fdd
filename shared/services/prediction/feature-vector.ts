import { Failure, type FailurePointer } from "../../failure.ts";
import type { FeatureSet } from "../../features/feature-set.ts";

/** One row of a model's input: the features of one bar, or of the bars of a sequence. */
export interface FeatureVector {
  /** In the feature set's order, bar after bar, oldest first; NaN where missing. */
  readonly values: Float32Array;
  /** Values of the newest bar by name as the model receives them (float32); null = missing. */
  readonly byName: Readonly<Record<string, number | null>>;
  /** Of a sequence: the values of the bars before the newest one, in the order of `values`; null = missing. */
  readonly window: readonly (number | null)[] | null;
  /** Features that are missing at any bar: the model's graph puts in what it learned for them. */
  readonly imputed: readonly string[];
}

/**
 * Puts the caller's values over the computed ones of the newest bar.
 * @param computed of one bar or several, bar after bar
 * @throws Failure invalid_request for a name that the feature set does not have, or a value beyond float32
 */
export function assembleFeatures(
  { features }: Pick<FeatureSet, "features">,
  computed: readonly (number | null)[],
  given: Readonly<Record<string, number>>,
): FeatureVector {
  const names = features.map(({ name }) => name);
  refuseFaults(names, given);
  const bars = Math.max(1, Math.ceil(computed.length / names.length));
  const earlier = (bars - 1) * names.length;
  const values = Float32Array.from({ length: bars * names.length }, (_, i) =>
    unsigned(computed[i] ?? Number.NaN),
  );
  for (const [f, name] of names.entries()) {
    if (Object.hasOwn(given, name)) values[earlier + f] = unsigned(given[name]!);
  }
  const newest = values.subarray(earlier);
  return {
    values,
    byName: Object.fromEntries(names.map((name, f) => [name, Number.isNaN(newest[f]) ? null : newest[f]!])),
    window:
      earlier > 0
        ? Array.from(values.subarray(0, earlier), (value) => (Number.isNaN(value) ? null : value))
        : null,
    imputed: names.filter((_, f) => isMissingAnywhere(values, f, names.length)),
  };
}

/** JSON knows no -0: kept as 0, a prediction is made again from the log to the last bit. */
const unsigned = (value: number): number => value + 0;

function isMissingAnywhere(values: Float32Array, feature: number, width: number): boolean {
  for (let i = feature; i < values.length; i += width) if (Number.isNaN(values[i])) return true;
  return false;
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
