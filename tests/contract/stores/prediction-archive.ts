import { expect, test } from "vitest";
import type { LoggedPrediction, PredictionArchive } from "../../../shared/ports/prediction-archive.ts";

interface Subject {
  readonly archive: PredictionArchive;
  readonly prediction: LoggedPrediction;
}

const FIELDS = {
  id: "00000000-0000-4000-8000-00000000a001",
  userId: undefined,
  symbol: "SYN-LOGGED",
  barTime: "2024-01-02T00:00:00+00:00",
  predictedAt: "2024-01-02T01:00:05+00:00",
  inputs: Float32Array.of(0.1, Number.NaN, 1e-20),
  probabilities: [0.25, 0.25, 0.5],
  runtime: "wasm",
} as const;

/** Duties of an archive of predictions. `open` is called once the test runs, with a prediction that it is to hold. */
export function describePredictionArchive(
  open: (fields: Omit<LoggedPrediction, "modelVersion">) => Promise<Subject>,
): void {
  test("finds a prediction by its id, with what the model received to the bit", async () => {
    const { archive, prediction } = await open(FIELDS);
    expect(await archive.find(FIELDS.id)).toEqual(prediction);
    expect(prediction).toMatchObject(FIELDS);
    expect(await archive.find("00000000-0000-4000-8000-00000000a002")).toBeUndefined();
  });
}
