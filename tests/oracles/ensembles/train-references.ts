import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Dataset } from "../../../shared/ml/dataset.ts";
import { learnerOf } from "../../../shared/ml/learners.ts";

const PYTHON = "/usr/bin/python3";
const SCRIPT = fileURLToPath(new URL("reference.py", import.meta.url));

export type ReferenceReport = Readonly<
  Record<"scikit-learn" | "xgboost", { readonly seconds: number; readonly logLoss: number }>
>;

export interface ReferenceRequest {
  /** The family of ours that they are to be like. */
  readonly family: string;
  readonly params: unknown;
  readonly seed: number;
}

/** Trains the reference libraries on the same rows with the same parameters, each on one thread. Seconds are of CPU. */
export function trainReferences(train: Dataset, test: Dataset, request: ReferenceRequest): ReferenceReport {
  const folder = mkdtempSync(join(tmpdir(), "references-"));
  try {
    for (const [part, { features, labels }] of Object.entries({ train, test })) {
      writeFileSync(join(folder, `${part}.features`), new Uint8Array(features.buffer));
      writeFileSync(join(folder, `${part}.labels`), labels);
    }
    const params = learnerOf(request.family).parseParams(request.params);
    writeFileSync(
      join(folder, "spec.json"),
      JSON.stringify({ ...request, params, features: train.featureNames }),
    );
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
