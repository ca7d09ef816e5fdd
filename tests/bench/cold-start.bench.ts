// npm run bench -- cold-start
// CPU of a fresh isolate of ml-predict under the edge limits, from nothing to its first answer, beside an empty function: the
// difference is what our code costs. The thread that runs the code is what the platform counts.
import { createStack } from "../../supabase/local/create-stack.ts";
import { readProject } from "../../supabase/local/project-config.ts";
import type { CpuUse } from "./cpu-use.ts";
import { functionIsolates } from "./function-isolate.ts";
import { type ColdStart, coldStart, EMPTY_FUNCTION } from "./http/cold-start.ts";
import { INSTRUMENT, newestBars, storeModel, trainedFile } from "./http/predicted-model.ts";
import { quantile } from "./quantile.ts";

const STARTS = 15;

await using stack = await createStack();
await storeModel(stack, newestBars(), trainedFile());
using isolates = await functionIsolates(stack, [...readProject().functions, EMPTY_FUNCTION]);
const starts: ColdStart[] = [];
for (let start = 0; start < STARTS; start++) starts.push(await coldStart(isolates, INSTRUMENT.symbol));
const moments = {
  "the runtime alone, an empty function": "empty",
  "until ml-predict listens": "boot",
  "until its first prediction is answered": "predicted",
} satisfies Record<string, keyof ColdStart>;
console.log("| cold start, CPU ms, median | isolate | all threads |\n|---|---:|---:|");
for (const [name, moment] of Object.entries(moments)) {
  const median = (figure: keyof CpuUse) =>
    quantile(
      starts.map((start) => start[moment][figure]),
      0.5,
    ).toFixed(0);
  console.log(`| ${name} | ${median("isolateMs")} | ${median("processMs")} |`);
}
