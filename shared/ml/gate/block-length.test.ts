import { describe, expect, test } from "vitest";
import { Random } from "../../math/random.ts";
import { blockBootstraps } from "../metrics/block-bootstrap.ts";
import { blockLengthOf } from "./block-length.ts";

const HORIZON = 4;
const HOUR_MS = 3_600_000;
const DAYS = 280;
const hours = Array.from({ length: 24 * DAYS }, (_, hour) => hour);
/** Seven hours of five days a week. */
const sessionHours = hours.filter(
  (hour) => Math.floor(hour / 24) % 7 < 5 && hour % 24 >= 14 && hour % 24 < 21,
);

const columnsOf = (calendars: readonly (readonly number[])[]) => ({
  symbol: Uint16Array.from(calendars.flatMap((own, symbol) => own.map(() => symbol))),
  decidedAt: Float64Array.from(calendars.flat(), (hour) => hour * HOUR_MS),
});

describe("blockLengthOf", () => {
  test.each([
    ["one that never closes", [hours]],
    ["one with sessions", [sessionHours]],
    ["several of one calendar", [sessionHours, sessionHours, sessionHours]],
  ])("is eight horizons of bars for %s", (_, calendars) => {
    const { symbol, decidedAt } = columnsOf(calendars);
    expect(blockLengthOf(symbol, decidedAt, HORIZON)).toBe(8 * HORIZON);
  });

  test("beside a symbol that never closes it reaches over eight horizons of the one with sessions", () => {
    const { symbol, decidedAt } = columnsOf([hours, sessionHours]);
    const length = blockLengthOf(symbol, decidedAt, HORIZON);
    // 32 bars are four and a half sessions, a weekend among them.
    expect(length).toBeGreaterThan(6 * 24);
    expect(length).toBeLessThan(9 * 24);
  });

  test("a symbol with hardly any rows does not decide", () => {
    const { symbol, decidedAt } = columnsOf([hours, [0, 3_000, 6_000]]);
    expect(blockLengthOf(symbol, decidedAt, HORIZON)).toBe(8 * HORIZON);
  });

  test("intervals of mixed calendars hold what they promise, where eight horizons of the faster one do not", () => {
    const calendars = [hours, sessionHours, sessionHours, sessionHours, sessionHours, sessionHours];
    const { symbol, decidedAt } = columnsOf(calendars);
    const length = blockLengthOf(symbol, decidedAt, HORIZON);
    /** Each calendar's gains hang together over two horizons of its own bars; shares share theirs. */
    const movingSums = (rows: number, random: Random) => {
      const noise = Float64Array.from({ length: rows + 2 * HORIZON }, () => random.normal());
      return Array.from({ length: rows }, (_, i) =>
        noise.subarray(i, i + 2 * HORIZON).reduce((sum, one) => sum + one, 0),
      );
    };
    let [ours, faster] = [0, 0];
    for (let seed = 0; seed < 200; seed++) {
      const random = Random.seeded(seed);
      const share = movingSums(sessionHours.length, random);
      const values = Float64Array.from(
        [movingSums(hours.length, random), ...calendars.slice(1).map(() => share)].flat(),
      );
      const covers = (blockLength: number) => {
        const options = { blockLength, replicates: 200, seed };
        const [interval] = blockBootstraps(values, decidedAt, [0.95], options);
        return interval!.lower <= 0 && interval!.upper >= 0 ? 1 : 0;
      };
      ours += covers(length);
      faster += covers(8 * HORIZON);
    }
    expect(ours / 200).toBeGreaterThan(0.94);
    expect(faster / 200).toBeLessThan(0.94);
  });
});
