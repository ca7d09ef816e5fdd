import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { timeTicks, wallClock } from "./time-axis.ts";

const HOUR = 3_600_000;
const hours = (start: number, count: number, zone = "UTC") =>
  Array.from({ length: count }, (_, i) => wallClock(zone, false)(start + i * HOUR));

describe("the time axis", () => {
  it("stands at round times, and names the day where one begins", () => {
    const ticks = timeTicks(hours(Date.UTC(2024, 0, 1, 20), 12), 6, 1);
    expect(ticks.map(({ label }) => label)).toEqual(["22:00", "2 Jan", "02:00", "04:00", "06:00"]);
    expect(ticks.map(({ index }) => index)).toEqual([2, 4, 6, 8, 10]);
  });

  it("reads the instrument's own clock, daylight saving included", () => {
    const clock = wallClock("America/New_York", false);
    expect(
      clock(Date.UTC(2024, 0, 15, 14, 30))
        .toISOString()
        .slice(11, 16),
    ).toBe("09:30");
    expect(
      clock(Date.UTC(2024, 6, 15, 13, 30))
        .toISOString()
        .slice(11, 16),
    ).toBe("09:30");
  });

  it("takes a daily bar at midnight UTC for that date", () => {
    const ts = Date.UTC(2024, 2, 1);
    expect(wallClock("America/New_York", true)(ts).toISOString().slice(0, 10)).toBe("2024-03-01");
  });

  it("gives no more ticks than asked for, apart as asked for, whatever the step", () => {
    const steps = fc.constantFrom(60_000, 5 * 60_000, HOUR, 4 * HOUR, 24 * HOUR);
    const sizes = fc.tuple(fc.integer({ min: 2, max: 500 }), fc.integer({ min: 3, max: 20 }));
    fc.assert(
      fc.property(steps, sizes, fc.integer({ min: 0, max: 3e12 }), (step, [rows, count], start) => {
        const times = Array.from({ length: rows }, (_, i) => new Date(start + i * step));
        const ticks = timeTicks(times, count, 4);
        expect(ticks.length).toBeLessThanOrEqual(count);
        ticks.slice(1).forEach(({ index }, i) => {
          expect(index - ticks[i]!.index).toBeGreaterThanOrEqual(4);
        });
      }),
    );
  });
});
