import { describe, expect, it } from "vitest";
import type { SessionCalendar } from "./instrument.ts";
import { missedBars } from "./missed-bars.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ALWAYS: SessionCalendar = { zone: "UTC", sessions: [] };
const weekdays = (days: readonly number[], open: number, close: number) =>
  days.map((day) => ({ day, open, close }));
/** Sunday to Thursday at 17:00, each session until 17:00 of the next day. */
const FX: SessionCalendar = { zone: "America/New_York", sessions: weekdays([0, 1, 2, 3, 4], 1020, 2460) };
const STOCKS: SessionCalendar = { zone: "America/New_York", sessions: weekdays([1, 2, 3, 4, 5], 570, 960) };
const at = (text: string) => Date.parse(text);

describe("a market that never closes", () => {
  const last = at("2026-01-15T10:00:00Z");
  it.each([
    ["while the next bar is still open", 2 * HOUR - 1, 0],
    ["when the next bar has just closed", 2 * HOUR, 1],
    ["a day later", DAY + HOUR, 24],
    ["before the bar itself has closed", HOUR / 2, 0],
    ["years later, no more than asked for", 1_000 * DAY, 50],
  ])("%s", (_, afterMs, missed) => {
    expect(missedBars(last, last + afterMs, "1h", ALWAYS, 50)).toBe(missed);
  });
});

describe("a weekend", () => {
  // Friday 16:00 to 17:00 in New York is the week's last hour of FX.
  const friday = at("2026-01-16T21:00:00Z");
  it("misses nothing while the market sleeps", () => {
    expect(missedBars(friday, at("2026-01-18T22:59:00Z"), "1h", FX, 50)).toBe(0);
  });
  it("misses bars from the hour after Sunday's open on", () => {
    expect(missedBars(friday, at("2026-01-19T00:00:00Z"), "1h", FX, 50)).toBe(2);
  });
  it("is crossed minute by minute too", () => {
    const last = at("2026-01-16T21:59:00Z");
    expect(missedBars(last, at("2026-01-18T22:03:30Z"), "1m", FX, 50)).toBe(3);
  });
});

describe("a stock", () => {
  it("misses nothing overnight, and the next morning's bars when they are due", () => {
    const last = at("2026-01-15T20:00:00Z");
    expect(missedBars(last, at("2026-01-16T14:00:00Z"), "1h", STOCKS, 50)).toBe(0);
    // 9:30 lies in the bar that opens at 9:00.
    expect(missedBars(last, at("2026-01-16T17:00:00Z"), "1h", STOCKS, 50)).toBe(3);
  });
  it("has daily bars from Monday to Friday", () => {
    const friday = at("2026-01-16T00:00:00Z");
    expect(missedBars(friday, at("2026-01-19T12:00:00Z"), "1d", STOCKS, 50)).toBe(0);
    expect(missedBars(friday, at("2026-01-21T00:00:00Z"), "1d", STOCKS, 50)).toBe(2);
  });
});
