// Writes the part of docs/results.md that speaks of real bars: npm run results. Takes some minutes; needs the bars beside
// the checkout (tests/support/real-bars.ts).
import { readFileSync, writeFileSync } from "node:fs";
import { hasRealBars } from "../tests/support/real-bars.ts";
import { type RealResult, realResultsSection } from "./results/results-document.ts";
import { REAL_SERIES, trainRealSeries } from "./results/train-real-series.ts";

const FAMILIES = process.argv.slice(2);
const DEFAULT_FAMILIES = ["boosting", "logistic"];
const PAGE = new URL("results.md", import.meta.url);
const [BEGIN, END] = ["<!-- Generated: npm run results -->", "<!-- End of what is generated -->"];

if (!hasRealBars) throw new Error("The real bars are not there: ../shared/data/bars.");
const results: RealResult[] = [];
for (const series of REAL_SERIES) {
  for (const family of FAMILIES.length > 0 ? FAMILIES : DEFAULT_FAMILIES) {
    const report = await trainRealSeries(series, family);
    results.push({ series, family, report });
    console.log(`${series.name} ${family}: accuracy ${report.model.accuracy.value.toFixed(3)}`);
  }
}
const page = readFileSync(PAGE, "utf8");
const [before, rest = ""] = page.split(BEGIN);
const after = rest.split(END)[1] ?? "\n";
writeFileSync(PAGE, `${before}${BEGIN}\n\n${realResultsSection(results)}\n\n${END}${after}`);
