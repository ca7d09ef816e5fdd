import type { FeatureSet } from "../../features/feature-set.ts";
import type { Clock } from "../../ports/clock.ts";
import type { BarView, BarViewQuery } from "./bar-view.ts";
import { assembleFeatures } from "./feature-vector.ts";
import { type Evidence, type Judgement, judge } from "./judgement.ts";
import type { ModelSessions } from "./model-sessions.ts";
import type { PredictionPolicy } from "./prediction-policy.ts";
import { DEFAULT_COVERAGE, type PredictionRequest } from "./prediction-request.ts";
import type { FeatureRecorder } from "./record-features.ts";
import { runModel, sequenceLengthOf } from "./run-models.ts";
import { settledValue } from "./settled-value.ts";
import type { Situation } from "./situate.ts";

export interface JudgeDeps {
  /** A bar as a model sees it. */
  readonly viewOf: (query: BarViewQuery) => Promise<BarView>;
  readonly featureSet: FeatureSet;
  readonly sessions: ModelSessions;
  readonly policy: PredictionPolicy;
  readonly clock: Clock;
  readonly recordFeatures: FeatureRecorder;
  readonly background: (work: Promise<unknown>) => void;
}

/** A request and all that is known about it before its model runs. */
export interface Case extends Situation {
  readonly request: PredictionRequest;
}

/** Judges what nobody has judged yet: each model runs once, each bar is looked at once. */
export async function judgeCases(
  deps: JudgeDeps,
  cases: readonly Case[],
): Promise<PromiseSettledResult<Judgement>[]> {
  const evidences = await Promise.allSettled(cases.map((one) => gatherEvidence(deps, one)));
  const gathered = evidences.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
  const runs = new Map<string, ReturnType<typeof runModel>>();
  for (const [version, rows] of byVersion(gathered)) {
    const run = runModel(
      deps.sessions,
      rows[0]!.model,
      deps.featureSet.features.map(({ name }) => name),
      rows,
    );
    runs.set(version, run);
  }
  const places = new Map<string, number>();
  return await Promise.allSettled(
    evidences.map(async (outcome) => {
      const evidence = settledValue(outcome);
      const { version } = evidence.model;
      const place = places.get(version) ?? 0;
      places.set(version, place + 1);
      return judge(deps.featureSet, evidence, (await runs.get(version)!)[place]!);
    }),
  );
}

async function gatherEvidence(deps: JudgeDeps, { request, instrument, model, bar }: Case): Promise<Evidence> {
  const { timeframe, labelSpec } = model;
  const sequenceLength = await sequenceLengthOf(deps.sessions, model);
  const view = await deps.viewOf({ instrument, timeframe, labelSpec, sequenceLength, bar });
  const width = deps.featureSet.features.length;
  deps.background(
    deps.recordFeatures({
      featureSetVersion: deps.featureSet.version,
      symbol: instrument.symbol,
      timeframe,
      ts: bar.ts,
      features: view.features.slice(-width),
    }),
  );
  return {
    model,
    instrument,
    bar,
    view,
    features: assembleFeatures(deps.featureSet, view.features, request.features),
    neutralBand: request.neutralBand ?? deps.policy.neutralBand,
    isExplained: request.explain ?? false,
    coverage: request.coverage ?? DEFAULT_COVERAGE,
    toleratedMissedBars: deps.policy.toleratedMissedBars,
    now: deps.clock.now(),
  };
}

function byVersion(evidences: readonly Evidence[]): Map<string, Evidence[]> {
  const groups = new Map<string, Evidence[]>();
  for (const evidence of evidences) {
    const group = groups.get(evidence.model.version);
    if (group) group.push(evidence);
    else groups.set(evidence.model.version, [evidence]);
  }
  return groups;
}
