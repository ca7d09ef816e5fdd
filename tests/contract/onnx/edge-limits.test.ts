import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { encodeModel } from "../../../shared/ml/onnx/encode-model.ts";
import { nativeStandIn } from "../../support/onnx-runtimes.ts";
import { FEATURES, NETWORKS, ROWS } from "./network-samples.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** The flags of the local stack's functions. */
const FLAGS = [
  "--no-prompt",
  "--cached-only",
  "--preload=supabase/local/edge-limits.ts",
  `--allow-read=${ROOT}`,
];

interface Report {
  readonly worker: string;
  readonly answers: readonly { readonly runtime: string; readonly probabilities: readonly number[] }[];
}

it("networks run on the wasm rung without threads and shared memory, as they run natively", async () => {
  const command = ["deno", "run", ...FLAGS, "tests/contract/onnx/run-networks.ts"];
  const { stdout } = await promisify(execFile)("npx", command, { cwd: ROOT });
  const report: Report = JSON.parse(stdout);
  expect(report.worker).toBe("undefined");
  for (const [i, { runtime, probabilities }] of report.answers.entries()) {
    expect(runtime).toBe("wasm");
    const model = await nativeStandIn.load(encodeModel(NETWORKS[i]!));
    if ("refused" in model) throw new Error(model.reason);
    const expected = await model.run(FEATURES, ROWS);
    expect(probabilities).toHaveLength(expected.length);
    expected.forEach((value, at) => {
      expect(Math.abs(probabilities[at]! - value)).toBeLessThan(1e-6);
    });
  }
});
