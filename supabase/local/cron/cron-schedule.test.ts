import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseSchedule } from "./cron-schedule.ts";

describe("parseSchedule", () => {
  it.each([
    ["* * * * *", "2026-03-05T07:08:00Z", true],
    ["*/15 * * * *", "2026-03-05T07:45:00Z", true],
    ["*/15 * * * *", "2026-03-05T07:46:00Z", false],
    ["30 9-16 * * mon-fri", "2026-03-06T16:30:00Z", true],
    ["30 9-16 * * mon-fri", "2026-03-07T16:30:00Z", false],
    ["0 0 1,15 feb,MAR *", "2026-03-15T00:00:00Z", true],
    ["0 0 $ * *", "2028-02-29T00:00:00Z", true],
    ["0 0 $ * *", "2026-02-27T00:00:00Z", false],
    ["0 0 * * 7", "2026-03-08T00:00:00Z", true],
    ["@hourly", "2026-03-05T07:00:00Z", true],
    ["@weekly", "2026-03-05T00:00:00Z", false],
  ])("%s at %s: %s", (text, at, expected) => {
    expect(runsAt(text, new Date(at))).toBe(expected);
  });

  it("takes either day where both are restricted", () => {
    const friday13 = "0 0 13 * fri";
    expect(runsAt(friday13, new Date("2026-03-13T00:00:00Z"))).toBe(true);
    expect(runsAt(friday13, new Date("2026-03-06T00:00:00Z"))).toBe(true);
    expect(runsAt(friday13, new Date("2026-04-13T00:00:00Z"))).toBe(true);
    expect(runsAt(friday13, new Date("2026-04-14T00:00:00Z"))).toBe(false);
  });

  it("takes a day that begins with a star as any day, as pg_cron does: then both have to fit", () => {
    const oddMonday = "0 0 */2 * mon";
    expect(runsAt(oddMonday, new Date("2026-03-09T00:00:00Z"))).toBe(true);
    expect(runsAt(oddMonday, new Date("2026-03-02T00:00:00Z"))).toBe(false);
    expect(runsAt(oddMonday, new Date("2026-03-03T00:00:00Z"))).toBe(false);
  });

  it("matches the minute that its own fields were taken from, and no other minute of the hour", () => {
    const minutes = fc.date({
      min: new Date("2020-01-01"),
      max: new Date("2040-01-01"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(minutes, fc.integer({ min: 0, max: 59 }), (at, minute) => {
        const fields = [at.getUTCMinutes(), at.getUTCHours(), at.getUTCDate(), at.getUTCMonth() + 1, "*"];
        const text = fields.join(" ");
        const other = new Date(at);
        other.setUTCMinutes(minute);
        expect(runsAt(text, at)).toBe(true);
        expect(runsAt(text, other)).toBe(minute === at.getUTCMinutes());
      }),
    );
  });

  it("reads seconds and the start", () => {
    expect(parseSchedule("30 seconds")).toEqual({ kind: "seconds", everySeconds: 30 });
    expect(parseSchedule("@reboot")).toEqual({ kind: "reboot" });
  });

  it.each([
    "",
    "* * * *",
    "60 * * * *",
    "* * 0 * *",
    "x * * * *",
    "1-b * * * *",
    "*/0 * * * *",
    "0 seconds",
    "60 seconds",
    "* * * * * *",
    "2026-03-05T07:08:00Z",
    "? * * * *",
    "0 0 L * *",
    "0 0 15W * *",
    "0 0 * * fri#1",
    "@fortnightly",
  ])("refuses '%s'", (text) => {
    expect(() => parseSchedule(text)).toThrow("invalid schedule");
  });
});

function runsAt(text: string, at: Date): boolean {
  const schedule = parseSchedule(text);
  return schedule.kind === "minutes" && schedule.matches(at);
}
