import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random } from "./random.ts";

const draw = <T>(count: number, next: () => T) => Array.from({ length: count }, next);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe("Random", () => {
  it("gives the published first numbers of xoshiro128** for the state 1, 2, 3, 4", () => {
    const random = Random.resumed(Uint32Array.of(1, 2, 3, 4));
    expect(draw(8, () => random.uint32())).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849,
    ]);
  });

  it("goes on from a saved state as if it had never stopped", () => {
    fc.assert(
      fc.property(fc.integer(), fc.nat(50), (seed, drawn) => {
        const whole = Random.seeded(seed);
        draw(drawn, () => whole.uint32());
        const resumed = Random.resumed(whole.state());
        expect(draw(5, () => resumed.uniform())).toEqual(draw(5, () => whole.uniform()));
      }),
    );
  });

  it("draws uniforms and normals with the right moments", () => {
    const random = Random.seeded(1);
    const uniforms = draw(20_000, () => random.uniform());
    const normals = draw(20_000, () => random.normal());
    expect(mean(uniforms)).toBeCloseTo(1 / 2, 1.9);
    expect(mean(uniforms.map((u) => u * u))).toBeCloseTo(1 / 3, 1.9);
    expect(mean(normals)).toBeCloseTo(0, 1.5);
    expect(mean(normals.map((z) => z * z))).toBeCloseTo(1, 1.3);
    expect(mean(normals.map((z) => z ** 4))).toBeCloseTo(3, 0.5);
  });

  it("draws every integer below a bound equally often", () => {
    const random = Random.seeded(2);
    const counts = new Array(7).fill(0);
    for (let i = 0; i < 70_000; i++) counts[random.below(7)]++;
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500);
  });

  it("chooses different integers in ascending order", () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 60 }), fc.nat(60), (seed, bound, wanted) => {
        const count = Math.min(wanted, bound);
        const chosen = [...Random.seeded(seed).choose(count, bound)];
        expect(chosen).toHaveLength(count);
        expect(chosen).toEqual([...new Set(chosen)].sort((a, b) => a - b));
        expect(chosen.every((i) => i >= 0 && i < bound)).toBe(true);
      }),
    );
  });

  it.each([0.5, Number.NaN, Number.POSITIVE_INFINITY])("refuses the seed %d", (seed) => {
    expect(() => Random.seeded(seed)).toThrow(/seed must be an integer/);
  });

  it("refuses a state that xoshiro128** cannot have", () => {
    expect(() => Random.resumed(new Uint32Array(4))).toThrow(/not a state/);
    expect(() => Random.resumed(new Uint32Array([1, 2, 3]))).toThrow(/not a state/);
  });
});
