import { readFile } from "node:fs/promises";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const ROOT = new URL("../../", import.meta.url);
/** The route, and the app that makes the service which the route is handed. */
const ENTRIES = ["functions/ml-predict/predict.ts", "functions/ml-predict/app.ts"];
const FOLLOWED = /^shared\/(services|decision)\//;
/** Static, type-only, side-effect and lazy imports, and re-exports, of a file of ours. */
const IMPORT = /(?:\bfrom|\bimport)\s*\(?\s*"(\.[^"]+)"/g;

/** Every file of ours that the entries lead to, with its lines. */
async function closureOf(entries: readonly string[]): Promise<Map<string, number>> {
  const lines = new Map<string, number>();
  const waiting = entries.map((entry) => new URL(entry, ROOT));
  for (let url = waiting.pop(); url; url = waiting.pop()) {
    const path = relative(fileURLToPath(ROOT), fileURLToPath(url));
    if (lines.has(path)) continue;
    const source = await readFile(url, "utf8");
    lines.set(path, source.trimEnd().split("\n").length);
    for (const [, specifier] of source.matchAll(IMPORT)) waiting.push(new URL(specifier!, url));
  }
  return lines;
}

it("a prediction can be followed in 12 files of services and decision, none over 250 lines", async () => {
  const followed = [...(await closureOf(ENTRIES))].filter(([path]) => FOLLOWED.test(path));
  const paths = followed.map(([path]) => path).sort();
  expect(paths, paths.join("\n")).toHaveLength(12);
  for (const step of ["resolve", "assemble", "infer", "decide", "record"])
    expect(paths).toContain(`shared/services/prediction/${step}.ts`);
  for (const [path, lines] of followed) expect(lines, path).toBeLessThanOrEqual(250);
});
