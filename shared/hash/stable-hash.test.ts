import { expect, it } from "vitest";
import { stableHash } from "./stable-hash.ts";

// FNV-1a of "foobar" is 0xbf9cf968 (its authors' test vectors); the finaliser was computed by hand from there.
it("is FNV-1a and MurmurHash3's finaliser", () => {
  let hash = 0xbf9cf968n;
  const mix = (shift: bigint, factor: bigint) => {
    hash = BigInt.asUintN(32, (hash ^ (hash >> shift)) * factor);
  };
  mix(16n, 0x85ebca6bn);
  mix(13n, 0xc2b2ae35n);
  expect(stableHash("foobar")).toBe(Number(hash ^ (hash >> 16n)));
});

it("spreads texts that differ in their last character", () => {
  const quarters = [0, 0, 0, 0];
  for (let i = 0; i < 4_000; i++) quarters[stableHash(`bar ${i}`) >>> 30]!++;
  for (const count of quarters) expect(Math.abs(count - 1_000)).toBeLessThan(110);
});
