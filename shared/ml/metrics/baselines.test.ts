import fc from "fast-check";
import { expect, test } from "vitest";
import { classPrior, lastKnownOutcome, persistenceProbabilities, repeated } from "./baselines.ts";

test("the class prior is the shares with one row of each class added", () => {
  expect([...classPrior(Uint8Array.of(0, 0, 2))]).toEqual([3 / 6, 1 / 6, 2 / 6]);
  expect([...classPrior(new Uint8Array(0))]).toEqual([1 / 3, 1 / 3, 1 / 3]);
  expect([...repeated(Float64Array.of(0.5, 0.3, 0.2), 2)]).toEqual([0.5, 0.3, 0.2, 0.5, 0.3, 0.2]);
});

const samples = fc
  .array(fc.tuple(fc.nat(2), fc.nat(1), fc.nat(20), fc.integer({ min: 1, max: 6 })))
  .map((rows) => ({
    labels: Uint8Array.from(rows, ([label]) => label),
    symbol: Uint16Array.from(rows, ([, symbol]) => symbol),
    decidedAt: Float64Array.from(rows, ([, , decided]) => decided),
    resolvedAt: Float64Array.from(rows, ([, , decided, span]) => decided + span),
  }));

test("the last known outcome is the newest one of the symbol resolved by the time of the decision", () => {
  fc.assert(
    fc.property(samples, ({ labels, symbol, decidedAt, resolvedAt }) => {
      const known = lastKnownOutcome({ decidedAt, resolvedAt }, symbol, labels);
      known.forEach((outcome, row) => {
        let newest = -1;
        resolvedAt.forEach((resolved, other) => {
          const isKnown = symbol[other] === symbol[row] && resolved <= decidedAt[row]!;
          if (isKnown && (newest < 0 || resolved >= resolvedAt[newest]!)) newest = other;
        });
        expect(outcome).toBe(newest < 0 ? 255 : labels[newest]);
      });
    }),
  );
});

test("persistence forecasts what followed the same outcome in training", () => {
  const lastKnown = Uint8Array.of(0, 0, 0, 2, 255, 0);
  const labels = Uint8Array.of(0, 0, 1, 2, 1, 2);
  const train = Uint32Array.of(0, 1, 2, 3, 4);
  const probabilities = persistenceProbabilities(lastKnown, labels, train, Uint32Array.of(5, 4));
  expect([...probabilities]).toEqual([3 / 6, 2 / 6, 1 / 6, 1 / 4, 2 / 4, 1 / 4]);
});
