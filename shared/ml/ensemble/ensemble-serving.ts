import { logisticServing } from "../logistic/logistic-serving.ts";
import { newestBars } from "../sequence-bars.ts";
import type { Serving } from "../serving.ts";
import type { EnsembleState } from "./ensemble-state.ts";
import { type Learners, longestSequence, sequenceLengthOf } from "./members.ts";
import type { EnsembleParams } from "./params.ts";
import { centred, exportStack, METER, metaNames, metaParams } from "./stack.ts";

/** The members' forecasts, weighed by the meta-learner. */
export function createEnsembleServing(learners: Learners): Serving<EnsembleParams, EnsembleState> {
  return {
    scoringRows: ({ members }, features) =>
      Math.floor(
        Math.min(
          ...members.map(({ family, params }) => learners(family).serving.scoringRows(params, features)),
        ) / members.length,
      ),

    scores(params, { fitted, meta }, features, rows) {
      const forecasts = new Float32Array(params.members.length * METER * rows);
      const length = longestSequence(learners, params);
      for (const [m, member] of params.members.entries()) {
        const { serving } = learners(member.family);
        const shown = newestBars(features, length, sequenceLengthOf(learners, member));
        const forecast = centred(serving.scores(member.params, fitted[m], shown, rows));
        forecast.forEach((value, i) => {
          forecasts[(m * METER + (i % METER)) * rows + Math.floor(i / METER)] = value;
        });
      }
      return logisticServing.scores(metaParams(params.l2), meta!, forecasts, rows);
    },

    export: (params, { fitted, meta }, featureNames) =>
      exportStack(
        params.members.map(({ family, params: own }, m) =>
          learners(family).serving.export(own, fitted[m], featureNames),
        ),
        logisticServing.export(metaParams(params.l2), meta!, metaNames(params.members.length)),
        longestSequence(learners, params),
        featureNames.length,
      ),
  };
}
