import { expect, it } from "vitest";
import { isoMoment, isoMomentOrNull, MomentAnswer, withIsoMoments } from "./moment.ts";

it.each([
  ["epoch milliseconds", Date.UTC(2026, 0, 15, 12), "2026-01-15T12:00:00.000Z"],
  ["a moment of Postgres", "2026-01-15T12:00:00+00:00", "2026-01-15T12:00:00Z"],
  ["its microseconds", "2026-01-15T12:00:00.123456+00:00", "2026-01-15T12:00:00.123456Z"],
  ["what has the form already", "2026-01-15T12:00:00.123456Z", "2026-01-15T12:00:00.123456Z"],
  ["another zone", "2026-01-15T13:00:00+01:00", "2026-01-15T12:00:00.000Z"],
])("renders %s with Z", (_, moment, expected) => {
  expect(isoMoment(moment)).toBe(expected);
  expect(MomentAnswer.safeParse(expected).success).toBe(true);
});

it("has null for no moment", () => {
  expect(isoMomentOrNull(undefined)).toBeNull();
  expect(isoMomentOrNull(0)).toBe("1970-01-01T00:00:00.000Z");
});

it("takes no other zone for an answer", () => {
  expect(MomentAnswer.safeParse("2026-01-15T12:00:00+00:00").success).toBe(false);
});

it("renders the moments of a row at any depth, and leaves all else", () => {
  const row = {
    created_at: "2026-01-15T12:00:00.5+00:00",
    note: "since 2026-01-15T12:00:00+00:00",
    list: [{ at: "2026-01-15T12:00:00+00:00" }, null, 1],
  };
  expect(withIsoMoments(row)).toEqual({
    created_at: "2026-01-15T12:00:00.5Z",
    note: row.note,
    list: [{ at: "2026-01-15T12:00:00Z" }, null, 1],
  });
});
