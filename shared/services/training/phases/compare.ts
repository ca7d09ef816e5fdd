import type { ChampionForecast, NoComparison } from "../../../ml/gate/compare-with-champion.ts";
import type { LabelSpec } from "../../../ml/labels/label-spec.ts";
import type { Phase, PhaseContext } from "../phase.ts";
import { rowMajor } from "../rows/feature-blocks.ts";
import { readSamples } from "../rows/read-rows.ts";
import { readFeatures } from "../rows/sample-features.ts";
import type { Samples } from "../rows/samples.ts";
import { embargoMsOf, splitSamples } from "../rows/split-samples.ts";
import type { Champion, Series } from "../state.ts";
import { labelSpecOf } from "./label.ts";
import { encodeScores, readRuns } from "./score.ts";

/** Rows of one step; whole sequences take many times as long. */
const RUN_ROWS = 1_024;
const RUN_SEQUENCES = 128;

/**
 * Asks the model that serves the scope about the rows of the holdout that it has not seen either, a run at a time. No
 * outcome is looked at; the gate compares what both said.
 */
export const compareChampion: Phase<"compare"> = async (context, state) => {
  const samples = await readSamples(context, state.samples);
  const holdout = splitSamples(samples, context.spec).holdout.read();
  const { champion, isDone } = await askNext(context, state, samples, holdout);
  return isDone ? { ...state, phase: "evaluate", champion } : { ...state, phase: "compare", champion };
};

/** The part of a job's state that a run of the champion needs. */
interface Asked {
  readonly series: readonly Series[];
  readonly blocks: readonly string[];
  readonly champion?: Champion;
}

/** Asks the champion, found if need be, about the next run of those rows that it has not seen. */
export async function askNext(
  context: PhaseContext,
  state: Asked,
  samples: Samples,
  holdout: Uint32Array,
): Promise<{ readonly champion: Champion; readonly isDone: boolean }> {
  const champion = state.champion ?? (await findChampion(context, samples));
  if ("none" in champion) return { champion, isDone: true };
  const unseen = holdout.filter((row) => samples.decidedAt[row]! >= champion.unseenFrom);
  const run = await askChampion(context, state, champion, samples, unseen.subarray(champion.asked));
  if (!run) return { champion: without("file_unusable", champion.version), isDone: true };
  const asked = champion.asked + run.rows;
  const runs =
    run.rows > 0 ? [...champion.runs, await context.artifacts.put(encodeScores(run.said))] : champion.runs;
  return { champion: { ...champion, asked, runs }, isDone: asked === unseen.length };
}

/** The champion's forecast of the holdout, in the form that the gate takes. */
export async function championForecast(
  context: PhaseContext,
  champion: Champion,
  { decidedAt }: Samples,
): Promise<ChampionForecast> {
  if ("none" in champion) return champion;
  const rows = Uint32Array.from(decidedAt.keys()).filter((row) => decidedAt[row]! >= champion.unseenFrom);
  return { version: champion.version, rows, probabilities: await readRuns(context, champion.runs) };
}

const without = (none: NoComparison, version: string | null) => ({ none, version });

async function findChampion({ deps, spec }: PhaseContext, samples: Samples): Promise<Champion> {
  const { universe, timeframe, horizonBars } = spec;
  const [model] = await deps.models.list({ universe, timeframe, horizonBars, state: "active", limit: 1 });
  if (!model) return without("no_champion", null);
  const { version, file, featureSetVersion, labelSpec, trainingWindow } = model;
  if (featureSetVersion !== deps.featureSet.version) return without("other_feature_set", version);
  if (!isSameLabel(labelSpec, labelSpecOf(spec))) return without("other_labels", version);
  if (!file) return without("file_unusable", version);
  // Of a model without a window nobody knows what it learned from: asked about every row, it is only harder to beat.
  const learnedUntil = trainingWindow ? Date.parse(trainingWindow.to) : Number.MIN_SAFE_INTEGER;
  const unseenFrom = learnedUntil + embargoMsOf(samples, spec);
  return { version, path: file.path, unseenFrom, asked: 0, runs: [] };
}

function isSameLabel(one: LabelSpec, other: LabelSpec): boolean {
  return (
    one.kind === other.kind &&
    one.barrierMultiple === other.barrierMultiple &&
    one.volatilityWindow === other.volatilityWindow
  );
}

/** The next run of the rows; undefined when the file cannot be had or run here. */
async function askChampion(
  context: PhaseContext,
  state: Asked,
  { path }: { readonly path: string },
  samples: Samples,
  rows: Uint32Array,
): Promise<{ readonly rows: number; readonly said: Float64Array } | undefined> {
  const bytes = await context.deps.files.get(path);
  const model = bytes && (await context.deps.runtime.load(bytes));
  if (!model || "refused" in model) return undefined;
  try {
    const { rowShape } = model;
    const bars = rowShape.length > 1 ? rowShape[0]! : 1;
    if (rowShape.at(-1) !== context.deps.featureSet.features.length) return undefined;
    const run = rows.subarray(0, bars > 1 ? RUN_SEQUENCES : RUN_ROWS);
    const features = await readFeatures(context, state, samples, run, bars);
    const said = run.length > 0 ? await model.run(rowMajor(features, run.length * bars), run.length) : [];
    return { rows: run.length, said: Float64Array.from(said) };
  } finally {
    await model.release();
  }
}
