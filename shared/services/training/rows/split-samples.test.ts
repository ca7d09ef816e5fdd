import { expect, test } from "vitest";
import { TIMEFRAME_MS } from "../../../market/timeframe.ts";
import { embargoMsOf } from "./split-samples.ts";

const HOUR_MS = TIMEFRAME_MS["1h"];
const SPEC = { horizonBars: 12, timeframe: "1h" } as const;
const hours = Array.from({ length: 24 * 350 }, (_, hour) => hour);
/** Seven hours of five days a week. */
const session = hours.filter((hour) => Math.floor(hour / 24) % 7 < 5 && hour % 24 >= 14 && hour % 24 < 21);
/** Five days a week, day and night. */
const currency = hours.filter((hour) => Math.floor(hour / 24) % 7 < 5);

const embargoHours = (...calendars: readonly (readonly number[])[]) =>
  embargoMsOf(
    {
      symbol: Uint16Array.from(calendars.flatMap((own, symbol) => own.map(() => symbol))),
      decidedAt: Float64Array.from(calendars.flat(), (hour) => hour * HOUR_MS),
    },
    SPEC,
  ) / HOUR_MS;

test("the embargo is a horizon of bars where markets never close, and on the clock where they do", () => {
  expect(embargoHours(hours)).toBe(12);
  expect(embargoHours(hours, hours)).toBe(12);
  // Over a weekend.
  expect(embargoHours(currency)).toBe(12 + 48);
  // Twelve bars are a session and five of the next: one night or two, and a weekend.
  expect(embargoHours(session)).toBe(12 + 2 * 17 + 48);
});

test("it is that of the slowest symbol, whichever comes first", () => {
  expect(embargoHours(hours, session)).toBe(embargoHours(session));
  expect(embargoHours(session, hours)).toBe(embargoHours(session));
});

test("a gap in the data is no horizon, and too few rows say nothing", () => {
  expect(embargoHours(hours.filter((hour) => hour < 4_000 || hour > 6_000))).toBe(12);
  expect(embargoHours(hours, [0, 5_000])).toBe(12);
  expect(embargoHours()).toBe(12);
});
