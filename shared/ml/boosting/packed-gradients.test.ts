import fc from "fast-check";
import { expect, it } from "vitest";
import { packGradients, wholeGradient, wholeHessian } from "./packed-gradients.ts";

const rows = fc.array(
  fc.record({
    gradient: fc.double({ min: -3, max: 3, noNaN: true }),
    hessian: fc.double({ min: 0, max: 1, noNaN: true }),
    isIn: fc.boolean(),
  }),
  { minLength: 1, maxLength: 60 },
);

it("sums of packed rows are the sums of both, to half a unit a row, and the same in any order", () => {
  fc.assert(
    fc.property(rows, (all) => {
      const gradient = Float64Array.from(all, (row) => row.gradient);
      const hessian = Float64Array.from(all, (row) => row.hessian);
      const sample = Int32Array.from(all.keys());
      const { packed, gradientUnit, hessianUnit } = packGradients({ gradient, hessian }, sample);
      const chosen = all.flatMap(({ isIn }, row) => (isIn ? [row] : []));
      const sum = chosen.reduce((total, row) => total + packed[row]!, 0);
      expect(chosen.reduceRight((total, row) => total + packed[row]!, 0)).toBe(sum);
      const exact = (of: Float64Array) => chosen.reduce((total, row) => total + of[row]!, 0);
      const slack = (unit: number) => (0.5 * chosen.length + 1e-3) * unit + 1e-9;
      expect(Math.abs(wholeGradient(sum) * gradientUnit - exact(gradient))).toBeLessThanOrEqual(
        slack(gradientUnit),
      );
      expect(Math.abs(wholeHessian(sum) * hessianUnit - exact(hessian))).toBeLessThanOrEqual(
        slack(hessianUnit),
      );
    }),
  );
});

it("rows outside the sample are nothing, and derivatives of 0 stay 0", () => {
  const zeros = { gradient: new Float64Array(3), hessian: Float64Array.of(0, 1, 0) };
  const { packed } = packGradients(zeros, Int32Array.of(0, 1));
  expect([wholeGradient(packed[1]!), packed[0], packed[2]]).toEqual([0, 0, 0]);
});
