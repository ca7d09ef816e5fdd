import { log } from "./elementary.ts";

const TWO_POW_32 = 4294967296;

/** splitmix32: spreads one 32-bit seed over the words of a larger state. */
function expandSeed(seed: number, words: number): Uint32Array {
  const state = new Uint32Array(words);
  let counter = seed | 0;
  for (let i = 0; i < words; i++) {
    counter = (counter + 0x9e3779b9) | 0;
    let z = Math.imul(counter ^ (counter >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    state[i] = z ^ (z >>> 15);
  }
  return state;
}

const rotateLeft = (x: number, k: number) => (x << k) | (x >>> (32 - k));

/**
 * xoshiro128** (Blackman and Vigna): the same numbers on every engine, and its whole state is four words, so a job can
 * stop after any draw and go on elsewhere.
 */
export class Random {
  readonly #state: Uint32Array;

  private constructor(state: Uint32Array) {
    this.#state = state;
  }

  /** A generator for an integer seed; only its low 32 bits count. */
  static seeded(seed: number): Random {
    if (!Number.isSafeInteger(seed)) throw new RangeError(`seed must be an integer, not ${seed}`);
    return new Random(expandSeed(seed, 4));
  }

  /** A generator that goes on where `state()` was taken. */
  static resumed(state: Uint32Array): Random {
    if (state.length !== 4 || state.every((word) => word === 0))
      throw new RangeError("not a state of xoshiro128**");
    return new Random(state.slice());
  }

  state(): Uint32Array<ArrayBuffer> {
    return new Uint32Array(this.#state);
  }

  /** Integer in 0..2^32-1. */
  uint32(): number {
    const s = this.#state;
    const result = Math.imul(rotateLeft(Math.imul(s[1]!, 5), 7), 9) >>> 0;
    const t = s[1]! << 9;
    s[2]! ^= s[0]!;
    s[3]! ^= s[1]!;
    s[1]! ^= s[2]!;
    s[0]! ^= s[3]!;
    s[2]! ^= t;
    s[3] = rotateLeft(s[3]!, 11);
    return result;
  }

  /** Uniform in [0, 1) with all 53 bits random. */
  uniform(): number {
    return ((this.uint32() >>> 5) * 67108864 + (this.uint32() >>> 6)) / 9007199254740992;
  }

  /** Integer in 0..bound-1, without modulo bias. */
  below(bound: number): number {
    const limit = TWO_POW_32 - (TWO_POW_32 % bound);
    for (;;) {
      const drawn = this.uint32();
      if (drawn < limit) return drawn % bound;
    }
  }

  /** Standard normal (Marsaglia's polar method: sqrt and log only). */
  normal(): number {
    for (;;) {
      const u = 2 * this.uniform() - 1;
      const v = 2 * this.uniform() - 1;
      const s = u * u + v * v;
      if (s > 0 && s < 1) return u * Math.sqrt((-2 * log(s)) / s);
    }
  }

  /** `count` different integers below `bound`, ascending (Knuth's selection sampling). */
  choose(count: number, bound: number): Int32Array<ArrayBuffer> {
    const chosen = new Int32Array(count);
    let taken = 0;
    for (let i = 0; taken < count; i++) {
      if ((bound - i) * this.uniform() < count - taken) chosen[taken++] = i;
    }
    return chosen;
  }
}
