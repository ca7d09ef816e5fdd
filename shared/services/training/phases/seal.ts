import type { Artifacts } from "../../../jobs/job-definition.ts";
import { UNLABELLED } from "../../../ml/labels/label-spec.ts";
import type { Phase } from "../phase.ts";
import { readSamples } from "../rows/read-rows.ts";
import { concatSamples, encodeSamples, type Samples } from "../rows/samples.ts";
import { splitSamples } from "../rows/split-samples.ts";
import type { PhaseName, TrainingState } from "../state.ts";

/**
 * Takes the outcomes of the holdout out of what the training works with. All of them go into one artifact, which only
 * `evaluate` can open; every other phase sees rows of the holdout without what became of them.
 */
export const sealHoldout: Phase<"seal"> = async (context, state) => {
  const { artifacts, spec } = context;
  const parts = await Promise.all(state.samples.map((key) => readSamples(context, [key])));
  const all = concatSamples(parts);
  const { holdoutStart } = splitSamples(all, spec);
  const sealed = await artifacts.put(encodeSamples(all));
  const open = parts.map((part) => artifacts.put(encodeSamples(withoutOutcomes(part, holdoutStart))));
  return {
    ...state,
    phase: "features",
    samples: await Promise.all(open),
    sealed,
    blocks: [],
    symbol: 0,
    bar: 0,
  };
};

/** Later than any cut: an outcome known then is purged from every part that has an end. */
const END_OF_TIME = Number.MAX_VALUE;

/** The same rows, but nothing is told of an outcome that was not known before that time. */
export function withoutOutcomes(samples: Samples, before: number): Samples {
  const isOpen = samples.resolvedAt.map((time) => (time < before ? 1 : 0));
  const blank = (column: Float64Array, unknown: number) =>
    column.map((value, row) => (isOpen[row] ? value : unknown));
  return {
    ...samples,
    labels: samples.labels.map((label, row) => (isOpen[row] ? label : UNLABELLED)),
    resolvedAt: blank(samples.resolvedAt, END_OF_TIME),
    uniqueness: blank(samples.uniqueness, 0),
    longReturn: blank(samples.longReturn, Number.NaN),
    shortReturn: blank(samples.shortReturn, Number.NaN),
  };
}

/** Artifacts that a phase may read: the sealed outcomes are refused to all but the one that evaluates on them. */
export function artifactsFor(phase: PhaseName, state: TrainingState, artifacts: Artifacts): Artifacts {
  const sealed = "sealed" in state ? state.sealed : undefined;
  if (sealed === undefined || phase === "evaluate") return artifacts;
  return {
    ...artifacts,
    get(key, decode) {
      if (key === sealed) throw new Error(`the phase ${phase} may not look at the holdout's outcomes`);
      return artifacts.get(key, decode);
    },
  };
}
