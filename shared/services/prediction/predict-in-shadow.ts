import type { Clock } from "../../ports/clock.ts";
import type { PredictionRecord } from "../../ports/prediction-log.ts";
import { type Case, type JudgeDeps, judgeCases } from "./judge-cases.ts";
import { recordOf } from "./record-prediction.ts";
import { settledValue } from "./settled-value.ts";

interface ShadowDeps {
  readonly clock: Clock;
  readonly judgeDeps: JudgeDeps;
  readonly write: (record: PredictionRecord) => Promise<unknown>;
}

/** The other model's view of the same bars, logged. What a caller put in says nothing of how good a model is. */
export function createShadow({ clock, judgeDeps, write }: ShadowDeps) {
  return async (cases: readonly Case[]): Promise<void> => {
    const shadows = cases.flatMap((one) => {
      const { shadow: model, request } = one;
      if (!model || Object.keys(request.features).length > 0) return [];
      return [{ ...one, model, request: { ...request, userId: undefined, apiKeyId: undefined } }];
    });
    if (shadows.length === 0) return;
    const started = clock.elapsed();
    const judged = await judgeCases(judgeDeps, shadows);
    await Promise.all(
      shadows.map(async (one, i) => {
        const judgement = settledValue(judged[i]!);
        await write(recordOf("SHADOW", one, judgement, clock.now(), clock.elapsed() - started));
      }),
    );
  };
}
