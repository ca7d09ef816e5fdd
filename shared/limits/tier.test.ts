import fc from "fast-check";
import { expect, it } from "vitest";
import { addressGroup } from "./address-group.ts";
import { limitsOf, tokenBucket } from "./tier.ts";

it("a tier's limits come shortest first, and a null is no limit", () => {
  expect(limitsOf({ perMinute: 600, perHour: 20_000, burst: 200 })).toEqual([
    { kind: "token_bucket", limit: 200, refill: 10, intervalMs: 1_000 },
    { kind: "sliding_window", limit: 600, windowMs: 60_000 },
    { kind: "sliding_window", limit: 20_000, windowMs: 3_600_000 },
  ]);
  expect(limitsOf({ perMinute: null, perHour: null, burst: null })).toEqual([]);
});

it("a bucket is refilled at the pace it was made for, to one in a hundred", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100_000 }), (perMinute) => {
      const bucket = tokenBucket(10, perMinute);
      if (bucket.kind !== "token_bucket") throw new Error("no bucket");
      const pace = (bucket.refill * 60_000) / bucket.intervalMs;
      expect(Math.abs(pace / perMinute - 1)).toBeLessThan(0.01);
    }),
  );
});

it.each([
  ["203.0.113.7", "203.0.113.7"],
  ["2001:db8:0:1:2:3:4:5", "2001:db8:0:1::/64"],
  ["2001:DB8::1:0:0:9", "2001:db8:0:0::/64"],
  ["2001:0db8::9", "2001:db8:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
])("%s counts as %s", (address, group) => {
  expect(addressGroup(address)).toBe(group);
});
