/** Mixes the bits of a 32-bit number (the finaliser of splitmix32). */
function mixed(value: number): number {
  let z = value | 0;
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return (z ^ (z >>> 15)) >>> 0;
}

/** A 32-bit seed from several numbers. */
export function seedOf(...numbers: readonly number[]): number {
  return numbers.reduce((seed, number) => mixed(seed + 0x9e3779b9 + (number | 0)), 0);
}

const ROUNDS = 4;

/**
 * A shuffled order of `count` rows that is computed for any place without making the list, so that a step needs no state
 * of it: a Feistel network over the next power of four, walked until it hits a row (Black and Rogaway 2002).
 */
export function rowOrder(count: number, seed: number): (place: number) => number {
  let bits = 1;
  while (4 ** bits < count) bits++;
  const half = 2 ** bits;
  const keys = Array.from({ length: ROUNDS }, (_, round) => seedOf(seed, round));
  return (place) => {
    let at = place;
    do {
      let left = Math.floor(at / half);
      let right = at % half;
      for (const key of keys) [left, right] = [right, left ^ (mixed(right + key) % half)];
      at = left * half + right;
    } while (at >= count);
    return at;
  };
}
