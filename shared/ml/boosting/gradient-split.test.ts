import fc from "fast-check";
import { expect, it } from "vitest";
import { binDataset } from "../trees/binned-data.ts";
import { fillGradientHistogram, gradientStride } from "./gradient-histogram.ts";
import { findBestSplit, leafScore } from "./gradient-split.ts";
import { packGradients } from "./packed-gradients.ts";
import { parseParams } from "./params.ts";

const params = parseParams("leafwise", {
  maxBins: 16,
  minChildWeight: 0.5,
  alpha: 0.2,
  lambda: 0.7,
  gamma: 0.1,
});

/** Rows of two features with few different values and some missing, and derivatives for each. */
const nodes = fc.array(
  fc.record({
    a: fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constant(Number.NaN)),
    b: fc.oneof(fc.integer({ min: 0, max: 20 }), fc.constant(Number.NaN)),
    gradient: fc.double({ min: -1, max: 1, noNaN: true }),
    hessian: fc.double({ min: 0.01, max: 1, noNaN: true }),
  }),
  { minLength: 2, maxLength: 40 },
);

/** The gain of sending some of the rows left, from its definition; undefined where a side is too light. */
function gainOf(rows: readonly { gradient: number; hessian: number }[], goesLeft: (row: number) => boolean) {
  const side = (left: boolean) => {
    const chosen = rows.filter((_, row) => goesLeft(row) === left);
    return {
      g: chosen.reduce((sum, row) => sum + row.gradient, 0),
      h: chosen.reduce((sum, row) => sum + row.hessian, 0),
    };
  };
  const [l, r] = [side(true), side(false)];
  if (l.h < params.minChildWeight || r.h < params.minChildWeight) return undefined;
  const score = (g: number, h: number) => Math.max(Math.abs(g) - params.alpha, 0) ** 2 / (h + params.lambda);
  return score(l.g, l.h) + score(r.g, r.h) - score(l.g + r.g, l.h + r.h) - params.gamma;
}

it("gives a leaf the score of the least penalised loss", () => {
  const number = fc.double({ min: -5, max: 5, noNaN: true });
  fc.assert(
    fc.property(number, fc.double({ min: 0.01, max: 5, noNaN: true }), number, (gradient, hessian, other) => {
      const { alpha, lambda } = params;
      const loss = (score: number) =>
        gradient * score + ((hessian + lambda) / 2) * score ** 2 + alpha * Math.abs(score);
      const derivatives = { gradient: Float64Array.of(gradient), hessian: Float64Array.of(hessian) };
      const packed = packGradients(derivatives, Int32Array.of(0));
      const score = leafScore(packed.packed[0]!, packed, params);
      expect(loss(score)).toBeLessThanOrEqual(loss(other) + 1e-6);
    }),
  );
});

it("finds the best of all splits, with missing values on either side", () => {
  fc.assert(
    fc.property(nodes, (rows) => {
      const count = rows.length;
      const features = Float32Array.from([...rows.map((row) => row.a), ...rows.map((row) => row.b)]);
      const data = binDataset(
        {
          rows: count,
          featureNames: ["a", "b"],
          features,
          labels: new Uint8Array(count),
          weights: new Float32Array(count).fill(1),
        },
        params,
      );
      const derivatives = {
        gradient: Float64Array.from(rows, (row) => row.gradient),
        hessian: Float64Array.from(rows, (row) => row.hessian),
      };
      const order = Int32Array.from(rows.keys());
      const gradients = packGradients(derivatives, order);
      const chosen = Int32Array.of(0, 1);
      const histogram = new Float64Array(2 * gradientStride(data));
      fillGradientHistogram(histogram, data, chosen, order, gradients.packed, 0, count);
      const sum = gradients.packed.reduce((a, b) => a + b);
      const found = findBestSplit(histogram, data, chosen, sum, gradients, params);

      let best = 0;
      for (const feature of [0, 1]) {
        for (const threshold of data.thresholds[feature]!) {
          for (const missingLeft of [true, false]) {
            const goesLeft = (row: number) => {
              const value = features[feature * count + row]!;
              return Number.isNaN(value) ? missingLeft : value <= threshold;
            };
            best = Math.max(best, gainOf(rows, goesLeft) ?? 0);
          }
        }
      }
      expect(found?.gain ?? 0).toBeCloseTo(best, 4);
      if (!found) return;
      const threshold = data.thresholds[found.feature]![found.bin]!;
      const told = gainOf(rows, (row) => {
        const value = features[found.feature * count + row]!;
        return Number.isNaN(value) ? found.missingLeft : value <= threshold;
      });
      expect(told).toBeCloseTo(found.gain, 4);
    }),
    { numRuns: 500 },
  );
});
