import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CRYPTO, FX, STOCK } from "../../tests/support/instruments.ts";
import { calendarColumns } from "./calendar.ts";
import type { SessionCalendar } from "./instrument.ts";
import type { Timeframe } from "./timeframe.ts";
import { zoneOffset } from "./zone-offset.ts";

const [STOCK_HOURS, FX_HOURS, ALWAYS] = [STOCK.calendar, FX.calendar, CRYPTO.calendar];

/** One bar's place, by the ISO time of its opening. */
function place(iso: string, timeframe: Timeframe, calendar: SessionCalendar) {
  const columns = calendarColumns(Float64Array.of(Date.parse(iso)), timeframe, calendar);
  return Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, column[0]]));
}
const dayOf = (iso: string) => Date.parse(iso) / 86_400_000;

describe("zoneOffset", () => {
  test.each([
    "America/New_York",
    "Europe/London",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "UTC",
  ])("%s: the wall clock that Intl shows, also around the change of the clocks", (zone) => {
    const format = new Intl.DateTimeFormat("sv-SE", {
      timeZone: zone,
      dateStyle: "short",
      timeStyle: "medium",
    });
    const offset = zoneOffset(zone);
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(1996, 0) / 60_000, max: Date.UTC(2030, 0) / 60_000 }),
        (minute) => {
          const ts = minute * 60_000;
          expect(ts + offset(ts)).toBe(Date.parse(`${format.format(ts).replace(" ", "T")}Z`));
        },
      ),
      { numRuns: 300 },
    );
  });

  test("finds the minute of the change", () => {
    const offset = zoneOffset("America/New_York");
    const spring = Date.parse("2024-03-10T07:00:00Z");
    expect([offset(spring - 1), offset(spring)]).toEqual([-5 * 3_600_000, -4 * 3_600_000]);
    const autumn = Date.parse("2024-11-03T06:00:00Z");
    expect([offset(autumn - 1), offset(autumn)]).toEqual([-4 * 3_600_000, -5 * 3_600_000]);
  });

  test("an unknown zone is refused", () => {
    expect(() => zoneOffset("Mars/Olympus")).toThrow(RangeError);
  });
});

describe("calendarColumns", () => {
  test.each([
    ["2024-03-08T14:30:00Z", "winter"],
    ["2024-03-11T13:30:00Z", "summer"],
  ])("stocks open at 9:30 in New York: %s (%s)", (iso) => {
    expect(place(iso, "15m", STOCK_HOURS)).toMatchObject({
      minuteOfDay: 570,
      minutesSinceOpen: 0,
      minutesToClose: 390,
      inSession: 1,
    });
  });

  test("an hourly bar that holds the open belongs to the session", () => {
    expect(place("2024-03-11T13:00:00Z", "1h", STOCK_HOURS)).toMatchObject({
      minuteOfDay: 540,
      minutesSinceOpen: 0,
      minutesToClose: 420,
      inSession: 1,
    });
  });

  test("before the market and after it the local day takes the session's place", () => {
    expect(place("2024-03-11T21:00:00Z", "1h", STOCK_HOURS)).toMatchObject({
      minutesSinceOpen: 1020,
      minutesToClose: 420,
      inSession: 0,
    });
  });

  test("FX: Sunday evening in New York is Monday's trading day", () => {
    expect(place("2024-03-10T21:00:00Z", "1h", FX_HOURS)).toEqual({
      tradingDay: dayOf("2024-03-11"),
      dayOfWeek: 1,
      minuteOfDay: 1020,
      minutesSinceOpen: 0,
      minutesToClose: 1440,
      inSession: 1,
    });
    expect(place("2024-03-15T20:00:00Z", "1h", FX_HOURS)).toMatchObject({
      tradingDay: dayOf("2024-03-15"),
      dayOfWeek: 5,
      minutesSinceOpen: 1380,
      minutesToClose: 60,
    });
    expect(place("2024-03-15T21:00:00Z", "1h", FX_HOURS)).toMatchObject({ inSession: 0, dayOfWeek: 5 });
  });

  test("a session that runs over the end of the week is one session", () => {
    const overnight: SessionCalendar = { zone: "UTC", sessions: [{ day: 6, open: 1320, close: 1560 }] };
    expect(place("2024-03-09T23:00:00Z", "1h", overnight)).toMatchObject({
      minutesSinceOpen: 60,
      dayOfWeek: 0,
    });
    expect(place("2024-03-10T01:00:00Z", "1h", overnight)).toMatchObject({
      minutesSinceOpen: 180,
      dayOfWeek: 0,
    });
    const sunday: SessionCalendar = { zone: "UTC", sessions: [{ day: 0, open: 0, close: 600 }] };
    expect(place("2024-03-09T23:55:00Z", "15m", sunday)).toMatchObject({
      minutesSinceOpen: 0,
      minutesToClose: 605,
      tradingDay: dayOf("2024-03-10"),
    });
  });

  test("a market that never closes has the local day", () => {
    expect(place("2024-03-10T05:00:00Z", "1h", ALWAYS)).toEqual({
      tradingDay: dayOf("2024-03-10"),
      dayOfWeek: 0,
      minuteOfDay: 300,
      minutesSinceOpen: 300,
      minutesToClose: 1140,
      inSession: 0,
    });
  });

  test("daily bars mean the date they are stamped with, or the session they open with", () => {
    expect(place("2024-03-11T00:00:00Z", "1d", STOCK_HOURS)).toMatchObject({
      tradingDay: dayOf("2024-03-11"),
    });
    expect(place("2024-03-11T04:00:00Z", "1d", STOCK_HOURS)).toMatchObject({
      tradingDay: dayOf("2024-03-11"),
    });
    expect(place("2024-03-10T21:00:00Z", "1d", FX_HOURS)).toMatchObject({
      tradingDay: dayOf("2024-03-11"),
      dayOfWeek: 1,
    });
  });

  test("before 1970 weekdays go on", () => {
    expect(place("1969-12-29T15:00:00Z", "1h", STOCK_HOURS)).toMatchObject({
      dayOfWeek: 1,
      inSession: 1,
    });
  });

  test("time since the open and to the close add up to the session for every bar inside", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(2000, 0) / 300_000, max: Date.UTC(2030, 0) / 300_000 }),
        (step) => {
          const { minutesSinceOpen, minutesToClose, inSession } = calendarColumns(
            Float64Array.of(step * 300_000),
            "5m",
            FX_HOURS,
          );
          if (inSession[0]) expect(minutesSinceOpen[0]! + minutesToClose[0]!).toBe(1440);
        },
      ),
    );
  });
});
