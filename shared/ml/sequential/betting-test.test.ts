import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { log } from "../../math/elementary.ts";
import { Random } from "../../math/random.ts";
import { softmax } from "../softmax.ts";
import {
  type BettingState,
  DECISIVE_E_VALUE,
  eValues,
  FALSE_ACTION_RATE,
  NOTHING_OBSERVED,
  observeGain,
  verdictOf,
} from "./betting-test.ts";
import { MAX_GAIN_NATS, smoothedLogGain } from "./smoothed-log-score.ts";

const gain = fc.double({ min: -MAX_GAIN_NATS, max: MAX_GAIN_NATS, noNaN: true });
const observed = (gains: readonly number[]) => gains.reduce(observeGain, NOTHING_OBSERVED);

describe("the betting test", () => {
  it("makes of the e-value what the definition says", () => {
    fc.assert(
      fc.property(fc.array(gain, { maxLength: 50 }), (gains) => {
        const wealth = (bet: number) =>
          gains.reduce((product, g) => product * (1 + (bet * g) / MAX_GAIN_NATS), 1);
        const { better, worse } = eValues(observed(gains));
        expect(better).toBeCloseTo((wealth(0.9) + wealth(0.3)) / 2, 6);
        expect(worse).toBeCloseTo((wealth(-0.9) + wealth(-0.3)) / 2, 6);
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

  it("decides of a canary and its champion, exchanged, the other way round", () => {
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
    expect(verdictOf(observed(Array(12).fill(2)))).toBe("promote");
    expect(verdictOf(observed(Array(12).fill(-2)))).toBe("rollback");
    expect(verdictOf(observed(Array(1_000).fill(0)))).toBeUndefined();
  });

  it.each([3.9, Number.POSITIVE_INFINITY, Number.NaN])("refuses a gain of %d", (bad) => {
    expect(() => observeGain(NOTHING_OBSERVED, bad)).toThrow(RangeError);
  });
});

interface Draw {
  readonly champion: readonly number[];
  readonly canary: readonly number[];
  /** The true frequencies of the outcomes. */
  readonly truth: readonly number[];
}
type Market = (random: Random) => Draw;

/** Scores of the three classes are the truth's plus each model's own error. */
function noisyModels(signal: number, championError: number, canaryError: number): Market {
  return (random) => {
    const truth = Float64Array.from({ length: 3 }, () => signal * random.normal());
    const seenWith = (error: number) => {
      const scores = truth.map((score) => score + error * random.normal());
      return [...softmax(scores, 3)];
    };
    return {
      champion: seenWith(championError),
      canary: seenWith(canaryError),
      truth: [...softmax(truth, 3)],
    };
  };
}

/** Every bar rises with the same probability, and each model states one of its own. */
function constantModels(truth: number, champion: number, canary: number): Market {
  const rising = (p: number) => [(1 - p) / 2, (1 - p) / 2, p];
  const draw = { champion: rising(champion), canary: rising(canary), truth: rising(truth) };
  return () => draw;
}

/** Quiet bars and wild ones, in which both models err much more. */
const changingMarket: Market = (random) =>
  (random.uniform() < 0.8 ? noisyModels(0.2, 0.2, 0.2) : noisyModels(1.5, 2, 2))(random);

/** The probability above the truth that by the score is as bad as one below it. */
function asBadAs(hesitant: number, truth: number): number {
  let [low, high] = [truth, 1];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    const { champion, canary, truth: p } = constantModels(truth, hesitant, middle)(Random.seeded(0));
    const gain = p.reduce((sum, share, k) => sum + share * smoothedLogGain(canary, champion, k), 0);
    [low, high] = gain > 0 ? [middle, high] : [low, middle];
  }
  return low;
}

function drawOutcome(random: Random, [sell, hold]: readonly number[]): number {
  const drawn = random.uniform();
  if (drawn < sell!) return 0;
  return drawn < sell! + hold! ? 1 : 2;
}

/** Runs that look after every observation; shares of them that promoted and that rolled back, and the mean log loss saved. */
function simulate(
  market: Market,
  { runs, observations, seed }: Record<"runs" | "observations" | "seed", number>,
) {
  const random = Random.seeded(seed);
  const acted = { promote: 0, rollback: 0 };
  let saved = 0;
  let drawn = 0;
  for (let run = 0; run < runs; run++) {
    let state = NOTHING_OBSERVED;
    for (let t = 0; t < observations; t++) {
      const { champion, canary, truth } = market(random);
      const outcome = drawOutcome(random, truth);
      saved += log(canary[outcome]! / champion[outcome]!);
      drawn++;
      state = observeGain(state, smoothedLogGain(canary, champion, outcome));
      const verdict = verdictOf(state);
      if (verdict) {
        acted[verdict]++;
        break;
      }
    }
  }
  return {
    promoted: acted.promote / runs,
    rolledBack: acted.rollback / runs,
    gap: saved / drawn,
    meanObservations: drawn / runs,
  };
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

describe("looking after every observation", () => {
  it.each<[string, Market, number]>([
    ["two good models", noisyModels(0.3, 0.3, 0.3), 500],
    ["two bad models", noisyModels(0.2, 0.6, 0.6), 200],
    ["two bold models in a loud market", noisyModels(1, 1.5, 1.5), 200],
    ["two models that err more in wild bars", changingMarket, 200],
    ["a hesitant model and an overconfident one, as bad", constantModels(0.8, 0.6, asBadAs(0.6, 0.8)), 1_500],
    ["an overconfident model and a hesitant one, as bad", constantModels(0.8, asBadAs(0.6, 0.8), 0.6), 1_500],
  ])("1,000 A/A runs of $0 act falsely in at most 5 %", (name, market, observations) => {
    const { promoted, rolledBack } = simulate(market, { runs: 1_000, observations, seed: 1 });
    console.info(
      `A/A, ${observations} observations of ${name}: ${percent(promoted)} promoted, ${percent(rolledBack)} rolled back`,
    );
    expect(promoted + rolledBack).toBeLessThanOrEqual(FALSE_ACTION_RATE);
  });

  it.each<[string, Market, number, "promoted" | "rolledBack"]>([
    ["a canary 0.03 nats better", noisyModels(0.3, 0.3, 0), 1, "promoted"],
    ["a canary 0.03 nats worse", noisyModels(0.3, 0, 0.3), -1, "rolledBack"],
    ["a canary that is broken", noisyModels(0.3, 0.2, 1.5), -1, "rolledBack"],
    ["a hesitant canary that is nearer to the truth", constantModels(0.8, 0.6, 0.7), 1, "promoted"],
  ])("$0 is acted on in at least 80 %, and hardly ever the wrong way", (name, market, sign, right) => {
    const result = simulate(market, { runs: 300, observations: 1_500, seed: 2 });
    console.info(
      `${name}: gap ${result.gap.toFixed(4)} nats, acted on in ${percent(result[right])} within 1,500 observations,` +
        ` after ${Math.round(result.meanObservations)} on average`,
    );
    expect(sign * result.gap).toBeGreaterThan(0.02);
    expect(result[right]).toBeGreaterThanOrEqual(0.8);
    expect(result.promoted + result.rolledBack - result[right]).toBeLessThanOrEqual(FALSE_ACTION_RATE / 2);
  });

  it("never promotes an overconfident canary that is right more surely than its champion, and ruinously wrong", () => {
    const result = simulate(constantModels(0.8, 0.6, 0.99), { runs: 200, observations: 10_000, seed: 3 });
    console.info(
      `an overconfident canary: gap ${result.gap.toFixed(4)} nats, rolled back in ${percent(result.rolledBack)}` +
        ` after ${Math.round(result.meanObservations)} observations on average`,
    );
    expect(result.gap).toBeLessThan(-0.3);
    expect(result.promoted).toBe(0);
    expect(result.rolledBack).toBe(1);
  });
});

it("a decision takes an e-value of 40", () => {
  expect(DECISIVE_E_VALUE).toBeCloseTo(40, 12);
});
