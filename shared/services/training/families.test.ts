import { expect, test } from "vitest";
import { nativeStandIn } from "../../../tests/support/onnx-runtimes.ts";
import { trainingFixture, trendingBars } from "../../../tests/support/training-fixture.ts";
import { runJobSlice } from "../jobs/run-slice.ts";
import type { TrainingResult } from "./state.ts";

const TREND = { AAA: trendingBars(4_000, 1, 0.8) };

test.each([
  ["boosting-depthwise", { rounds: 20, maxBins: 32, learningRate: 0.2, maxDepth: 4 }],
  ["forest", { trees: 20, maxBins: 32, maxDepth: 6 }],
  ["logistic", { classWeights: "balanced" }],
])(
  "%s goes through the whole of a training: a checked ONNX file that knows more than the class prior",
  async (family, params) => {
    const platform = await trainingFixture(TREND, nativeStandIn);
    const { job } = await platform.enqueue({ family, params });
    await runJobSlice(platform.runner(), { budgetMs: Infinity, leaseMs: Infinity });
    const { state, result } = (await platform.jobs.find(job.id))!;
    expect(state).toBe("succeeded");
    expect(platform.registered[0]).toMatchObject({ family, params });
    const { model, baselines } = (result as TrainingResult).report;
    expect(model.log_loss.value).toBeLessThan(baselines.class_prior.log_loss.value);
  },
);
