import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BoostingParams } from "../../../shared/ml/boosting/params.ts";
import type { Dataset } from "../../../shared/ml/learner.ts";

const PYTHON = "/usr/bin/python3";
const SCRIPT = fileURLToPath(new URL("reference.py", import.meta.url));

export type ReferenceReport = Record<
  "scikit-learn" | "xgboost",
  { readonly seconds: number; readonly logLoss: number }
>;

/** Trains the reference libraries on the same rows with the same parameters, each on one thread. */
export function trainReferences(train: Dataset, test: Dataset, params: BoostingParams): ReferenceReport {
  const folder = mkdtempSync(join(tmpdir(), "boosting-"));
  try {
    for (const [part, { features, labels }] of Object.entries({ train, test })) {
      writeFileSync(join(folder, `${part}.features`), new Uint8Array(features.buffer));
      writeFileSync(join(folder, `${part}.labels`), labels);
    }
    writeFileSync(join(folder, "spec.json"), JSON.stringify({ features: train.featureNames, params }));
    const env = { ...process.env, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" };
    return JSON.parse(execFileSync(PYTHON, [SCRIPT, folder], { env, encoding: "utf8" }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** False where the reference libraries are not installed. */
export function hasReferences(): boolean {
  try {
    execFileSync(PYTHON, ["-c", "import sklearn, xgboost"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
