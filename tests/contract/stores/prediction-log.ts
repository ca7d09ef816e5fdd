import { expect, test } from "vitest";
import type { PredictionLog, PredictionRecord } from "../../../shared/ports/prediction-log.ts";
import { predictionRecord } from "../../support/prediction-record.ts";

interface Subject {
  readonly log: PredictionLog;
  /** A registered model and a symbol of its universe. */
  readonly of: Pick<PredictionRecord, "modelVersion" | "symbol">;
  /** Times of the stored predictions by id. */
  latencies(ids: readonly string[]): Promise<Readonly<Record<string, number>>>;
}

/** Duties of a log of predictions. `open` is called once the test runs. */
export function describePredictionLog(open: () => Promise<Subject>): void {
  test("keeps a batch, and leaves predictions that it has as they are", async () => {
    const { log, of, latencies } = await open();
    const ids = [crypto.randomUUID(), crypto.randomUUID()] as const;
    const record = (id: string, latencyMs: number) => predictionRecord({ ...of, id, latencyMs });
    await log.append([record(ids[0], 1)]);
    await log.append([record(ids[0], 7), record(ids[1], 2)]);
    await log.append([]);
    expect(await latencies(ids)).toEqual({ [ids[0]]: 1, [ids[1]]: 2 });
  });
}
