import fc from "fast-check";
import { expect, test } from "vitest";
import { nativeStandIn } from "../../../../tests/support/onnx-runtimes.ts";
import { trainingFixture, trendingBars } from "../../../../tests/support/training-fixture.ts";
import { chronologicalSplit } from "../../../ml/splits/chronological-split.ts";
import { runJobSlice } from "../../jobs/run-slice.ts";
import { encodeSamples, type Samples } from "../rows/samples.ts";
import type { PhaseName, TrainingState } from "../state.ts";
import { decodeTrainingState } from "../state-codec.ts";
import { artifactsFor, withoutOutcomes } from "./seal.ts";

const ROWS = 120;
const outcome = fc.record({ label: fc.integer({ min: 0, max: 2 }), span: fc.integer({ min: 1, max: 9 }) });
const outcomes = fc.array(outcome, { minLength: ROWS, maxLength: ROWS });

function samplesOf(drawn: readonly { readonly label: number; readonly span: number }[]): Samples {
  const column = (value: (row: number) => number) => Float64Array.from(drawn, (_, row) => value(row));
  return {
    symbol: new Uint16Array(ROWS),
    bar: Uint32Array.from(drawn, (_, row) => row),
    labels: Uint8Array.from(drawn, ({ label }) => label),
    decidedAt: column((row) => row),
    resolvedAt: column((row) => row + drawn[row]!.span),
    uniqueness: column((row) => 1 / drawn[row]!.span),
    longReturn: column((row) => drawn[row]!.label - 1),
    shortReturn: column((row) => 1 - drawn[row]!.label),
  };
}

test("what is left is the same, byte for byte, whatever became of the holdout", () => {
  fc.assert(
    fc.property(outcomes, outcomes, (drawn, other) => {
      const samples = samplesOf(drawn);
      const { holdoutStart } = chronologicalSplit(samples, { embargoMs: 5 });
      const isKnown = ({ span }: { readonly span: number }, row: number) => row + span < holdoutStart;
      // Another future: all that was not known before the cut turns out differently.
      const changed = samplesOf(
        drawn.map((of, row) => (isKnown(of, row) ? of : laterThan(row, other[row]!))),
      );
      const laterOf = encodeSamples(withoutOutcomes(changed, holdoutStart));
      expect(laterOf).toEqual(encodeSamples(withoutOutcomes(samples, holdoutStart)));

      function laterThan(row: number, { label, span }: { readonly label: number; readonly span: number }) {
        return { label, span: Math.max(span, Math.ceil(holdoutStart - row)) };
      }
    }),
    { numRuns: 30 },
  );
});

test("the split of what is left is the split of all", () => {
  fc.assert(
    fc.property(outcomes, (drawn) => {
      const samples = samplesOf(drawn);
      const all = chronologicalSplit(samples, { embargoMs: 5 });
      const open = chronologicalSplit(withoutOutcomes(samples, all.holdoutStart), { embargoMs: 5 });
      expect([open.train, open.validation, open.holdout.read()]).toEqual([
        all.train,
        all.validation,
        all.holdout.read(),
      ]);
    }),
    { numRuns: 30 },
  );
});

const artifacts = { put: async () => "key", get: async () => "outcomes" as never };

test("only evaluate is given the key that fits", async () => {
  const state = { phase: "fit", sealed: "seal" } as TrainingState;
  const phases: PhaseName[] = ["features", "prepare", "fit", "score", "calibrate", "export", "register"];
  for (const phase of phases) {
    const given = artifactsFor(phase, state, artifacts);
    expect(() => given.get("seal", () => 0)).toThrow(`${phase} may not look at the holdout`);
    expect(await given.get("another", () => 0)).toBe("outcomes");
  }
  expect(await artifactsFor("evaluate", state, artifacts).get("seal", () => 0)).toBe("outcomes");
});

test("in a whole training the sealed outcomes are opened once, and nothing leads to them afterwards", async () => {
  const platform = await trainingFixture({ AAA: trendingBars(3_000, 1, 0.8) }, nativeStandIn);
  const { job } = await platform.enqueue();
  let sealed: string | undefined;
  const opened: string[] = [];
  const get = platform.blobs.get;
  for (let phase = "load"; phase !== "done"; ) {
    const runner = platform.runner();
    const watching = {
      ...runner,
      blobs: {
        ...runner.blobs,
        get: (path: string) => {
          if (sealed !== undefined && path.endsWith(sealed)) opened.push(phase);
          return get(path);
        },
      },
    };
    const slice = await runJobSlice(watching, { budgetMs: 0, leaseMs: 60_000 });
    if (slice.kind === "finished") break;
    const state = decodeTrainingState((await get((await platform.jobs.find(job.id))!.checkpoint!))!);
    if ("sealed" in state) sealed = state.sealed;
    else if (sealed !== undefined) expect(JSON.stringify(state)).not.toContain(sealed);
    phase = state.phase;
  }
  expect(opened).toEqual(["evaluate"]);
});
