import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { log } from "../math.ts";
import { Random } from "../random.ts";
import { softmax } from "../softmax.ts";
import {
  type BettingState,
  clipGain,
  DECISIVE_E_VALUE,
  eValues,
  FALSE_ACTION_RATE,
  NOTHING_OBSERVED,
  observeGain,
  verdictOf,
} from "./betting-test.ts";

const gain = fc.double({ min: -1, max: 1, noNaN: true });
const observed = (gains: readonly number[]) => gains.reduce(observeGain, NOTHING_OBSERVED);

describe("the betting test", () => {
  it("makes of the e-value what the definition says", () => {
    fc.assert(
      fc.property(fc.array(gain, { maxLength: 50 }), (gains) => {
        const wealth = (bet: number) => gains.reduce((product, g) => product * (1 + bet * g), 1);
        const { better, worse } = eValues(observed(gains));
        expect(better).toBeCloseTo((wealth(0.5) + wealth(0.25) + wealth(0.125)) / 3, 10);
        expect(worse).toBeCloseTo((wealth(-0.5) + wealth(-0.25) + wealth(-0.125)) / 3, 10);
      }),
    );
  });

  it("cannot win on average where gain and loss are as likely: a fair coin leaves the wealth as it was", () => {
    fc.assert(
      fc.property(fc.array(gain, { maxLength: 20 }), gain, (gains, next) => {
        const state = observed(gains);
        const mean = (side: "better" | "worse") =>
          (eValues(observeGain(state, next))[side] + eValues(observeGain(state, -next))[side]) / 2;
        const now = eValues(state);
        expect(mean("better") / now.better).toBeCloseTo(1, 10);
        expect(mean("worse") / now.worse).toBeCloseTo(1, 10);
      }),
    );
  });

  it("judges a canary and its champion, exchanged, the other way round", () => {
    fc.assert(
      fc.property(fc.array(gain), (gains) => {
        const { better, worse } = eValues(observed(gains));
        const exchanged = eValues(observed(gains.map((g) => -g)));
        expect([exchanged.better, exchanged.worse]).toEqual([worse, better]);
      }),
    );
  });

  it("goes on from its stored state as if it had never stopped", () => {
    fc.assert(
      fc.property(fc.array(gain), fc.array(gain), (first, second) => {
        const stored: BettingState = JSON.parse(JSON.stringify(observed(first)));
        expect(second.reduce(observeGain, stored)).toEqual(observed([...first, ...second]));
      }),
    );
  });

  it("acts on nothing but enough evidence", () => {
    expect(verdictOf(NOTHING_OBSERVED)).toBeUndefined();
    expect(verdictOf(observed(Array(12).fill(1)))).toBe("promote");
    expect(verdictOf(observed(Array(12).fill(-1)))).toBe("rollback");
    expect(verdictOf(observed(Array(1_000).fill(0)))).toBeUndefined();
  });

  it.each([1.1, Number.POSITIVE_INFINITY, Number.NaN])("refuses a gain of %d", (bad) => {
    expect(() => observeGain(NOTHING_OBSERVED, bad)).toThrow(RangeError);
    expect(Math.abs(clipGain(bad))).toBeLessThanOrEqual(1);
  });
});

/** Scores of the three classes are the truth's plus each model's own error. */
interface Market {
  readonly signal: number;
  readonly championError: number;
  readonly canaryError: number;
}

/** The log loss that the canary saves on one bar, in nats. */
function drawGain(random: Random, { signal, championError, canaryError }: Market): number {
  const truth = Float64Array.from({ length: 3 }, () => signal * random.normal());
  const seenWith = (error: number) =>
    softmax(
      truth.map((score) => score + error * random.normal()),
      3,
    );
  const [champion, canary] = [seenWith(championError), seenWith(canaryError)];
  const probabilities = softmax(truth, 3);
  const drawn = random.uniform();
  const outcome = drawn < probabilities[0]! ? 0 : drawn < probabilities[0]! + probabilities[1]! ? 1 : 2;
  return log(canary[outcome]! / champion[outcome]!);
}

/** Runs that look after every observation; shares of them that promoted and that rolled back, and the mean gain. */
function simulate(
  market: Market,
  { runs, observations, seed }: Record<"runs" | "observations" | "seed", number>,
) {
  const random = Random.seeded(seed);
  const acted = { promote: 0, rollback: 0 };
  let gains = 0;
  let drawn = 0;
  for (let run = 0; run < runs; run++) {
    let state = NOTHING_OBSERVED;
    for (let t = 0; t < observations; t++) {
      const next = drawGain(random, market);
      gains += next;
      drawn++;
      state = observeGain(state, clipGain(next));
      const verdict = verdictOf(state);
      if (verdict) {
        acted[verdict]++;
        break;
      }
    }
  }
  return { promoted: acted.promote / runs, rolledBack: acted.rollback / runs, gap: gains / drawn };
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

describe("looking after every observation", () => {
  it.each<[string, Market, number]>([
    ["two good models", { signal: 0.3, championError: 0.3, canaryError: 0.3 }, 500],
    ["two bad models", { signal: 0.2, championError: 0.6, canaryError: 0.6 }, 200],
    ["two bold models in a loud market", { signal: 1, championError: 1.5, canaryError: 1.5 }, 200],
  ])("1,000 A/A runs of %s act falsely in at most 5 %%", (name, market, observations) => {
    const { promoted, rolledBack } = simulate(market, { runs: 1_000, observations, seed: 1 });
    console.info(
      `A/A, ${observations} observations of ${name}: ${percent(promoted)} promoted, ${percent(rolledBack)} rolled back`,
    );
    expect(promoted + rolledBack).toBeLessThanOrEqual(FALSE_ACTION_RATE);
  });

  it.each<[string, Market, number, "promoted" | "rolledBack"]>([
    ["a canary 0.03 nats better", { signal: 0.3, championError: 0.3, canaryError: 0 }, 1, "promoted"],
    ["a canary 0.03 nats worse", { signal: 0.3, championError: 0, canaryError: 0.3 }, -1, "rolledBack"],
    ["a canary that is broken", { signal: 0.3, championError: 0.2, canaryError: 1.5 }, -1, "rolledBack"],
  ])("%s is acted on in at least 80 %%, and hardly ever the wrong way", (name, market, sign, right) => {
    const result = simulate(market, { runs: 300, observations: 1_000, seed: 2 });
    console.info(
      `${name}: gap ${result.gap.toFixed(4)} nats, acted on in ${percent(result[right])} within 1,000 observations`,
    );
    expect(sign * result.gap).toBeGreaterThan(0.02);
    expect(result[right]).toBeGreaterThanOrEqual(0.8);
    expect(result.promoted + result.rolledBack - result[right]).toBeLessThanOrEqual(FALSE_ACTION_RATE / 2);
  });
});

it("a decision takes an e-value of 40", () => {
  expect(DECISIVE_E_VALUE).toBeCloseTo(40, 12);
});
