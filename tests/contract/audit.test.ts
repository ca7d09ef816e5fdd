import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

const JUDGE = join(import.meta.dirname, "../../.ci/audit.mjs");

function judge(report: object) {
  const { status, stdout } = spawnSync(process.execPath, [JUDGE], {
    input: JSON.stringify(report),
    encoding: "utf8",
  });
  return { status, stdout };
}

const weakness = (name: string, severity: string) => ({ [name]: { name, severity, range: "<2.0.0" } });

test("a grave weakness of a dependency fails CI and is named; lesser ones do not", () => {
  expect(judge({ vulnerabilities: weakness("leftpad", "critical") })).toEqual({
    status: 1,
    stdout: expect.stringContaining("critical: leftpad <2.0.0"),
  });
  expect(judge({ vulnerabilities: weakness("leftpad", "moderate") }).status).toBe(0);
  expect(judge({ vulnerabilities: {} }).status).toBe(0);
});

test("a registry that answers no audit is said so, not passed over in silence", () => {
  expect(judge({ message: "405 Method Not Allowed" })).toEqual({
    status: 0,
    stdout: expect.stringContaining("SKIPPED"),
  });
});
