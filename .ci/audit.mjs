// Judges npm's report on known weaknesses of the dependencies: npm audit --json | node .ci/audit.mjs
import { text } from "node:stream/consumers";

/** Weaknesses that are known and do no harm here: package -> why. Take a line out as soon as it is no longer needed. */
const ALLOWED = {};
const GRAVE = ["high", "critical"];

const report = JSON.parse(await text(process.stdin));
if (report.vulnerabilities === undefined) {
  console.log(`SKIPPED: the registry in use answers no audit (${report.message ?? "no report"}).`);
} else {
  const grave = Object.values(report.vulnerabilities).filter(({ severity }) => GRAVE.includes(severity));
  for (const { name, severity, range } of grave) {
    console.log(`${severity}: ${name} ${range}${ALLOWED[name] ? ` (allowed: ${ALLOWED[name]})` : ""}`);
  }
  const forbidden = grave.filter(({ name }) => !ALLOWED[name]);
  console.log(`${grave.length} grave weaknesses, ${forbidden.length} of them not allowed`);
  if (forbidden.length > 0) process.exitCode = 1;
}
