// Golden log losses of the reference libraries. Run: npx tsx generate.ts > golden.json
import { PARAMS, test, train } from "./problem.ts";
import { trainReferences } from "./train-references.ts";

const losses = Object.fromEntries(
  Object.entries(PARAMS).map(([family, params]) => {
    const report = trainReferences(train, test, { family, params, seed: 1 });
    return [family, Object.fromEntries(Object.entries(report).map(([name, { logLoss }]) => [name, logLoss]))];
  }),
);
console.log(JSON.stringify(losses, null, 2));
