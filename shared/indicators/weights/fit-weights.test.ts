import { describe, expect, test } from "vitest";
import { Random } from "../../math/random.ts";
import { elasticNet } from "./elastic-net.ts";
import { type BoundedWeight, fitWeights, type VotedOutcomes } from "./fit-weights.ts";

const NAMES = ["rsi", "macd", "adx", "sma", "obv", "vwap"];
const WEIGHTS: readonly BoundedWeight[] = NAMES.map((indicator_name, k) => ({
  indicator_name,
  weight_category: "trend",
  current_weight: 1.3,
  default_weight: 1 - 0.05 * k,
  min_weight: 0.1,
  max_weight: 2,
}));
const ROWS = 3_000;

/** Votes of chance; the outcome follows some of them as strongly as `influence` says. */
function market(seed: number, influence: Readonly<Record<string, number>>): VotedOutcomes {
  const random = Random.seeded(seed);
  const column = () =>
    Float64Array.from({ length: ROWS }, () => Math.max(-1, Math.min(1, 0.6 * random.normal())));
  const votes = Object.fromEntries(NAMES.map((name) => [name, column()]));
  const outcomes = Float64Array.from({ length: ROWS }, (_, row) => {
    const pull = Object.entries(influence).reduce((sum, [name, by]) => sum + by * votes[name]![row]!, 0);
    const move = pull + random.normal();
    return move > 0.5 ? 1 : move < -0.5 ? -1 : 0;
  });
  return { votes, outcomes, uniqueness: new Float64Array(ROWS).fill(1) };
}

const byName = (fitted: ReturnType<typeof fitWeights>, name: string) =>
  fitted.find(({ indicator_name }) => indicator_name === name)!;

describe("fitWeights", () => {
  test("finds which indicator matters, and which is wrong as a rule", () => {
    const fitted = fitWeights(market(1, { adx: 0.8, sma: -0.8 }), WEIGHTS);
    expect(byName(fitted, "adx")).toMatchObject({ rank: 1, new_weight: 2 });
    expect(byName(fitted, "sma")).toMatchObject({ rank: NAMES.length, new_weight: 0.1 });
    for (const name of ["rsi", "macd", "obv", "vwap"]) {
      const { new_weight, default_weight, effect } = byName(fitted, name);
      expect([new_weight, effect]).toEqual([default_weight, 0]);
    }
    expect(byName(fitted, "adx").performance).toBeGreaterThan(0.1);
    expect(byName(fitted, "sma").performance).toBeLessThan(-0.1);
  });

  test("a stronger vote gets more", () => {
    const fitted = fitWeights(market(2, { rsi: 0.3, obv: 0.15 }), WEIGHTS);
    const [strong, weak] = [byName(fitted, "rsi"), byName(fitted, "obv")];
    expect(strong.effect).toBeGreaterThan(weak.effect);
    expect(strong.new_weight - strong.default_weight).toBeGreaterThan(weak.new_weight - weak.default_weight);
  });

  test("of 200 markets where no vote knows anything at most 6 move a weight from its default", () => {
    let moved = 0;
    for (let seed = 0; seed < 200; seed++) {
      const fitted = fitWeights(market(100 + seed, {}), WEIGHTS);
      if (fitted.some(({ new_weight, default_weight }) => new_weight !== default_weight)) moved++;
    }
    expect(moved).toBeLessThanOrEqual(6);
  });

  test("outcomes that tell one story prove less", () => {
    const data = market(3, { adx: 0.12 });
    const alone = byName(fitWeights(data, WEIGHTS), "adx");
    const overlapping = fitWeights({ ...data, uniqueness: new Float64Array(ROWS).fill(1 / 24) }, WEIGHTS);
    expect(alone.effect).toBeGreaterThan(0);
    expect(byName(overlapping, "adx").effect).toBe(0);
    expect(byName(overlapping, "adx").effective_samples).toBeCloseTo(ROWS / 24, 9);
  });

  test("two indicators that say the same share what it is worth", () => {
    const data = market(4, { adx: 0.4 });
    const twins = { ...data, votes: { ...data.votes, vwap: data.votes.adx! } };
    const fitted = fitWeights(twins, WEIGHTS);
    expect(byName(fitted, "adx").effect).toBeCloseTo(byName(fitted, "vwap").effect, 6);
    expect(byName(fitted, "adx").effect).toBeLessThan(byName(fitWeights(data, WEIGHTS), "adx").effect);
  });

  test("every weight stays within its bounds, whatever it is fed", () => {
    const none = { votes: {}, outcomes: new Float64Array(5), uniqueness: new Float64Array(5) };
    for (const data of [none, market(5, { rsi: 50 }), market(6, { rsi: -50 })]) {
      for (const { new_weight, min_weight, max_weight } of fitWeights(data, WEIGHTS)) {
        expect(new_weight).toBeGreaterThanOrEqual(min_weight);
        expect(new_weight).toBeLessThanOrEqual(max_weight);
      }
    }
    expect(byName(fitWeights(none, WEIGHTS), "rsi")).toMatchObject({ samples: 0, performance: null });
  });
});

test("without penalties the elastic net is least squares", () => {
  const random = Random.seeded(7);
  const normal = () => Float64Array.from({ length: 200 }, () => random.normal());
  const columns = [normal(), normal()];
  const outcome = columns[0]!.map((value, row) => 2 * value - 3 * columns[1]![row]!);
  const [first, second] = elasticNet(columns, outcome, new Float64Array(200).fill(1), {
    threshold: 0,
    ridge: 0,
  });
  expect(first).toBeCloseTo(2, 8);
  expect(second).toBeCloseTo(-3, 8);
});
