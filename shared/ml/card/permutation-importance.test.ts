import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Random } from "../../math/random.ts";
import { importanceOf, shuffledRows, withShuffled } from "./permutation-importance.ts";

describe("shuffledRows", () => {
  test("is a permutation, another one for each feature, the same for the same", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.nat(2 ** 32 - 1),
        fc.nat(500),
        (rows, seed, feature) => {
          const order = shuffledRows(rows, seed, feature);
          expect([...order].sort((a, b) => a - b)).toEqual([...order.keys()]);
          expect(shuffledRows(rows, seed, feature)).toEqual(order);
        },
      ),
    );
    const orders = [0, 1, 2].map((feature) => shuffledRows(50, 3, feature).join());
    expect(new Set(orders).size).toBe(3);
  });
});

test("withShuffled moves one feature of whole sequences and nothing else", () => {
  const [rows, bars, features] = [5, 3, 4];
  const matrix = Float32Array.from({ length: rows * bars * features }, (_, i) => i);
  const order = Uint32Array.of(4, 2, 0, 1, 3);
  const shuffled = withShuffled(matrix, features, 2, order);
  shuffled.forEach((value, i) => {
    const [row, bar, feature] = [
      Math.floor(i / (bars * features)),
      Math.floor(i / features) % bars,
      i % features,
    ];
    const from = feature === 2 ? order[row]! : row;
    expect(value).toBe((from * bars + bar) * features + feature);
  });
});

describe("importanceOf", () => {
  const noise = (rows: number, seed: number, mean: number) => {
    const random = Random.seeded(seed);
    return Float64Array.from({ length: rows }, () => mean + random.normal());
  };

  test("is what shuffling added; its interval holds the truth about as often as it says", () => {
    let covered = 0;
    for (let seed = 0; seed < 200; seed++) {
      const original = noise(150, 2 * seed, 1);
      const { value, lower, upper } = importanceOf("x", original, noise(150, 2 * seed + 1, 1.2), 150);
      expect(value).toBeGreaterThan(lower);
      if (lower <= 0.2 && upper >= 0.2) covered++;
    }
    expect(covered / 200).toBeGreaterThan(0.9);
    expect(covered / 200).toBeLessThan(0.99);
  });

  test("a feature that changes nothing has none, exactly", () => {
    const losses = noise(20, 1, 1);
    expect(importanceOf("x", losses, losses, 5)).toEqual({
      feature: "x",
      value: 0,
      lower: 0,
      upper: 0,
    });
  });

  test("rows that tell one story make the interval wider", () => {
    const [original, shuffled] = [noise(100, 1, 1), noise(100, 2, 1)];
    const width = (effective: number) => {
      const { lower, upper } = importanceOf("x", original, shuffled, effective);
      return upper - lower;
    };
    expect(width(25) / width(100)).toBeCloseTo(2, 12);
    expect(width(1_000)).toBe(width(100));
  });
});
