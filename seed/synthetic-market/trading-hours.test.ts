import { expect, test } from "vitest";
import { findMarketProfile } from "./market-profiles.ts";
import { HOUR_MS, hourOfDay, TradingHours } from "./trading-hours.ts";

const weekdays = new TradingHours(findMarketProfile("SYN-PAIR").instrument.calendar);
const always = new TradingHours({ zone: "UTC", sessions: [] });
const FRIDAY = Date.UTC(2026, 0, 2);
const SUNDAY = Date.UTC(2026, 0, 4);

test("a weekday market closes on Friday and opens on Sunday at 22:00", () => {
  expect(weekdays.isOpen(FRIDAY + 21 * HOUR_MS)).toBe(true);
  expect(weekdays.isOpen(FRIDAY + 22 * HOUR_MS)).toBe(false);
  expect(weekdays.next(FRIDAY + 21 * HOUR_MS)).toBe(SUNDAY + 22 * HOUR_MS);
  expect(weekdays.isOpen(SUNDAY + 21 * HOUR_MS)).toBe(false);
});

test("a week has 120 trading hours, or 168 for a market that never closes", () => {
  expect(weekdays.count(FRIDAY, FRIDAY + 168 * HOUR_MS)).toBe(120);
  expect(always.count(FRIDAY, FRIDAY + 168 * HOUR_MS)).toBe(168);
  expect(always.count(FRIDAY, FRIDAY)).toBe(0);
});

test("the hour of the day is UTC's", () => {
  expect(hourOfDay(FRIDAY + 17 * HOUR_MS)).toBe(17);
});

test("a zone with daylight saving is refused", () => {
  expect(() => new TradingHours({ zone: "America/New_York", sessions: [] })).toThrow("UTC");
});
