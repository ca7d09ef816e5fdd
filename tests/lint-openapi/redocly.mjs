// Runs Redocly's linter on the API's document. It tells nobody that it ran, and a warning fails it as an error does.
import { spawnSync } from "node:child_process";

const { status, stdout, stderr } = spawnSync(
  "redocly",
  ["lint", "../../docs/openapi.json", "--config", "redocly.yaml", "--format", "json"],
  {
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" },
  },
);
const { totals, problems } = JSON.parse(stdout || "{}");
for (const { ruleId, message, location } of problems ?? []) {
  console.error(`${ruleId}: ${message} (${location?.[0]?.pointer ?? "?"})`);
}
if (!totals) console.error(stderr);
const count = totals ? totals.errors + totals.warnings : Number.NaN;
console.log(`redocly: ${totals?.errors} errors, ${totals?.warnings} warnings`);
process.exitCode = status === 0 && count === 0 ? 0 : 1;
