import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ClassProbabilities } from "./class-probabilities.ts";
import { type DecisionInput, decide, levelsOf } from "./decide.ts";
import { MAX_POSITION_MULTIPLIER } from "./risk.ts";

const distribution: fc.Arbitrary<ClassProbabilities> = fc
  .tuple(
    fc.integer({ min: 1, max: 1000 }),
    fc.integer({ min: 1, max: 1000 }),
    fc.integer({ min: 1, max: 1000 }),
  )
  .map(([sell, hold, buy]) => {
    const sum = sell + hold + buy;
    return { sell: sell / sum, hold: hold / sum, buy: buy / sum };
  });

const input: fc.Arbitrary<DecisionInput> = fc.record({
  probabilities: distribution,
  classPrior: distribution,
  price: fc.double({ min: 0.5, max: 1e5, noNaN: true }),
  label: fc.constantFrom("triple_barrier", "fixed_horizon"),
  barrierDistance: fc.double({ min: 1e-4, max: 0.5, noNaN: true }),
  tickSize: fc.constantFrom(0.00001, 0.01, 0.25, 1),
  neutralBand: fc.constantFrom(0, 0.05, 0.3, 1),
});
const STALE = { code: "stale_bars", detail: "Bars are missing." } as const;

/** All of an input but its probabilities and its band. */
const BARRIERS = { price: 100, label: "triple_barrier", barrierDistance: 0.01, tickSize: 0.01 } as const;

const mirror = ({ sell, hold, buy }: ClassProbabilities) => ({ sell: buy, hold, buy: sell });

function decisionOf(sell: number, hold: number, buy: number) {
  return decide({
    probabilities: { sell, hold, buy },
    classPrior: { sell: 0.3, hold: 0.4, buy: 0.3 },
    price: 100,
    label: "triple_barrier",
    barrierDistance: 0.01,
    tickSize: 0.01,
    neutralBand: 0.05,
  });
}

describe("laws", () => {
  test("every value stays in its range", () => {
    fc.assert(
      fc.property(input, (given) => {
        const decision = decide(given);
        expect(decision.confidence).toBeGreaterThanOrEqual(0);
        expect(decision.confidence).toBeLessThanOrEqual(1);
        expect(Math.abs(decision.signalWeight)).toBeLessThanOrEqual(1);
        expect(decision.positionMultiplier ?? 0).toBeGreaterThanOrEqual(0);
        expect(decision.positionMultiplier ?? 0).toBeLessThanOrEqual(MAX_POSITION_MULTIPLIER);
        expect(decision.risk.score).toBeGreaterThanOrEqual(0);
        expect(decision.risk.score).toBeLessThanOrEqual(0.5);
      }),
    );
  });

  test("targets lie on the side that the position earns on, stops on the other; HOLD has neither", () => {
    fc.assert(
      fc.property(input, (given) => {
        const { direction, targets, stops, positionMultiplier } = decide(given);
        if (direction === "HOLD") {
          expect([targets, stops, positionMultiplier]).toEqual([[], [], 0]);
          return;
        }
        const side = direction === "BUY" ? 1 : -1;
        for (const { price } of targets) expect(side * (price - given.price)).toBeGreaterThan(0);
        for (const { price, trailing } of stops) {
          expect(side * (price - given.price)).toBeLessThan(0);
          expect(given.price - side * trailing).toBeCloseTo(price, 6);
        }
      }),
    );
  });

  test("swapping SELL and BUY mirrors the decision and changes no size", () => {
    const swapped = { SELL: "BUY", HOLD: "HOLD", BUY: "SELL" };
    fc.assert(
      fc.property(input, (given) => {
        const decision = decide(given);
        const other = decide({
          ...given,
          probabilities: mirror(given.probabilities),
          classPrior: mirror(given.classPrior),
        });
        expect(other.direction).toBe(swapped[decision.direction]);
        expect(other.signalWeight + decision.signalWeight).toBe(0);
        expect(other.confidence).toBe(decision.confidence);
        expect(other.positionMultiplier).toBe(decision.positionMultiplier);
        expect(other.risk).toEqual(decision.risk);
        expect(other.targets.map((level) => level.probability)).toEqual(
          decision.targets.map((level) => level.probability),
        );
      }),
    );
  });
});

describe("HOLD", () => {
  test("has a reason, and nothing else has", () => {
    fc.assert(
      fc.property(input, (given) => {
        const { direction, reason, abstained } = decide(given);
        expect(reason === undefined).toBe(direction !== "HOLD");
        expect(abstained).toBe(false);
      }),
    );
  });

  test("comes with a wider band wherever it comes with a narrower one", () => {
    fc.assert(
      fc.property(input, fc.double({ min: 0, max: 1, noNaN: true }), (given, wider) => {
        const held = decide(given).direction === "HOLD";
        const neutralBand = Math.max(given.neutralBand, wider);
        if (held) expect(decide({ ...given, neutralBand }).direction).toBe("HOLD");
      }),
    );
  });

  test("is the answer to anything that is not to be trusted, without confidence or size", () => {
    fc.assert(
      fc.property(input, (given) => {
        expect(decide({ ...given, abstention: STALE })).toMatchObject({
          direction: "HOLD",
          recommendation: "HOLD",
          reason: STALE,
          abstained: true,
          confidence: 0,
          positionMultiplier: 0,
          targets: [],
          stops: [],
          probabilities: given.probabilities,
        });
      }),
    );
  });

  test.each([
    ["hold_most_probable", 0.2, 0.5, 0.3],
    ["tie", 0.45, 0.1, 0.45],
    ["neutral_band", 0.38, 0.2, 0.42],
  ])("%s", (code, sell, hold, buy) => {
    expect(decisionOf(sell, hold, buy)).toMatchObject({ direction: "HOLD", reason: { code } });
  });

  test("an edge as wide as the band is none of it", () => {
    const given = { ...BARRIERS, neutralBand: 0.25 };
    const probabilities = { sell: 0.25, hold: 0.25, buy: 0.5 };
    expect(decide({ ...given, probabilities, classPrior: probabilities }).direction).toBe("BUY");
  });
});

describe("known cases", () => {
  test("a strong BUY", () => {
    expect(decisionOf(0.1, 0.2, 0.7)).toMatchObject({
      direction: "BUY",
      position: "long",
      recommendation: "STRONG_BUY",
      confidence: expect.closeTo(0.4 / 0.7, 12),
      targets: [{ price: 101, probability: 0.7 }],
      stops: [{ price: 99, probability: 0.1, trailing: 1 }],
      reason: undefined,
      positionMultiplier: 0.25,
      risk: { score: 0.1, level: "low", lossAtStop: 0.01 },
    });
  });

  test("a plain SELL", () => {
    const decision = decisionOf(0.42, 0.36, 0.22);
    expect(decision).toMatchObject({ direction: "SELL", position: "short", recommendation: "SELL" });
    expect(decision.positionMultiplier).toBeCloseTo((0.5 * (0.42 - 0.22)) / 0.64, 12);
    expect(decision.risk).toMatchObject({ level: "medium" });
    expect(decision.risk.expectedReturn).toBeCloseTo(0.002, 12);
  });

  test("a fixed horizon has no exit at its levels: nothing is sized by them, and all else is the same", () => {
    const given = {
      ...BARRIERS,
      probabilities: { sell: 0.1, hold: 0.2, buy: 0.7 },
      classPrior: { sell: 0.3, hold: 0.4, buy: 0.3 },
      neutralBand: 0.05,
    };
    const barriers = decide(given);
    expect(barriers.positionMultiplier).toBe(0.25);
    expect(decide({ ...given, label: "fixed_horizon" })).toEqual({
      ...barriers,
      positionMultiplier: null,
    });
    expect([levelsOf("triple_barrier"), levelsOf("fixed_horizon")]).toEqual(["exits", "bounds"]);
  });

  test("the class prior itself is no signal", () => {
    expect(decisionOf(0.3, 0.4, 0.3)).toMatchObject({
      direction: "HOLD",
      position: "neutral",
      recommendation: "HOLD",
      confidence: 0,
      signalWeight: 0,
    });
  });

  test("a tie of BUY and SELL suggests nothing, and either side is risky", () => {
    expect(decisionOf(0.45, 0.1, 0.45)).toMatchObject({ direction: "HOLD", risk: { level: "high" } });
  });

  test("a prior of 1 leaves nothing to be confident about", () => {
    const given = { ...BARRIERS, neutralBand: 0 };
    const certain = { sell: 0, hold: 1, buy: 0 };
    expect(decide({ ...given, probabilities: certain, classPrior: certain }).confidence).toBe(0);
  });
});
