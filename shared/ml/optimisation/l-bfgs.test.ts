import fc from "fast-check";
import { expect, it } from "vitest";
import { Random } from "../../math/random.ts";
import { gradientSize, type LbfgsState, type Objective, startLbfgs, stepLbfgs } from "./l-bfgs.ts";

/** Half the squared length of A(x - minimum) for a random A: a bowl of any shape. */
function bowl(size: number, seed: number): { objective: Objective; minimum: Float64Array } {
  const random = Random.seeded(seed);
  const minimum = Float64Array.from({ length: size }, () => 3 * random.normal());
  const matrix = Array.from({ length: size }, (_, i) =>
    Float64Array.from({ length: size }, (_, j) => random.normal() + (i === j ? size : 0)),
  );
  const objective: Objective = (point, gradient) => {
    gradient.fill(0);
    let value = 0;
    for (const row of matrix) {
      const along = row.reduce((sum, a, j) => sum + a * (point[j]! - minimum[j]!), 0);
      value += (along * along) / 2;
      row.forEach((a, j) => {
        gradient[j]! += along * a;
      });
    }
    return value;
  };
  return { objective, minimum };
}

function minimise(objective: Objective, start: Float64Array, steps: number): LbfgsState {
  let state = startLbfgs(objective, start);
  for (let i = 0; i < steps; i++) state = stepLbfgs(objective, state);
  return state;
}

it("finds the bottom of a bowl", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), fc.integer(), (size, seed) => {
      const { objective, minimum } = bowl(size, seed);
      const { point } = minimise(objective, new Float64Array(size), 200);
      point.forEach((x, i) => {
        expect(x).toBeCloseTo(minimum[i]!, 6);
      });
    }),
    { numRuns: 50 },
  );
});

it("lowers the value with every step, and gives the same state where nothing is lower", () => {
  const { objective } = bowl(5, 1);
  let state = startLbfgs(objective, new Float64Array(5).fill(9));
  for (let next = stepLbfgs(objective, state); next !== state; next = stepLbfgs(objective, state)) {
    expect(next.value).toBeLessThan(state.value);
    state = next;
  }
  expect(gradientSize(state)).toBeLessThan(1e-6);
});

it("finds the way along the banana valley, where the first steps overshoot", () => {
  const rosenbrock: Objective = (point, gradient) => {
    const [x, y] = point as unknown as [number, number];
    gradient[0] = -400 * x * (y - x * x) - 2 * (1 - x);
    gradient[1] = 200 * (y - x * x);
    return 100 * (y - x * x) ** 2 + (1 - x) ** 2;
  };
  const { point } = minimise(rosenbrock, Float64Array.of(-1.2, 1), 200);
  expect(point[0]).toBeCloseTo(1, 6);
  expect(point[1]).toBeCloseTo(1, 6);
});
