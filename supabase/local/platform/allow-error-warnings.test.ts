import { expect, test } from "vitest";
import { allowErrorWarnings } from "./allow-error-warnings.ts";

test("a warning given as an Error is passed on as text, with its name", () => {
  const given: unknown[][] = [];
  const host = {
    emitWarning: (warning: string | Error, ...rest: unknown[]) => {
      if (!(warning as string).includes("x")) given.push([warning, ...rest]);
    },
  };
  allowErrorWarnings(host);
  host.emitWarning("a", "Kind");
  host.emitWarning(new RangeError("b"));
  expect(given).toEqual([
    ["a", "Kind"],
    ["b", { type: "RangeError", detail: expect.stringContaining("RangeError: b") }],
  ]);
});
