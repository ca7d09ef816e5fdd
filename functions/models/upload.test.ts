import { beforeEach, describe, expect, it, vi } from "vitest";
import { Failure } from "../../shared/failure.ts";
import { sha256Hex } from "../../shared/hash/sha256.ts";
import { encodeModel } from "../../shared/ml/onnx/encode-model.ts";
import { withDescription } from "../../shared/ml/onnx/model-contract.ts";
import { signTestToken, TEST_CRON_KEY, TEST_PUBLISHABLE_KEY } from "../../tests/support/http-deps.ts";
import { FEATURES, GOOD, NAMES, refusalOf, SECRET, uploadApp } from "../../tests/support/upload-app.ts";

let models: ReturnType<typeof uploadApp>;
beforeEach(() => {
  models = uploadApp();
});

describe("POST /", () => {
  it("checks a file, tries it, stores it, and queues its evaluation", async () => {
    const bytes = encodeModel(
      withDescription(GOOD, { featureNames: NAMES, featureSetVersion: FEATURES.version }),
    );
    const sha256 = await sha256Hex(bytes);
    const answer = await models.upload(bytes, { sha256, family: "ridge" });
    expect(answer.status).toBe(202);
    const accepted = await answer.json();
    expect(accepted).toMatchObject({
      status: "evaluating",
      version: "mine",
      sha256,
      size_bytes: bytes.length,
    });
    expect(await models.files.get(`mine/${sha256}.onnx`)).toEqual(bytes);
    expect(await models.deps.jobs.find(accepted.job_id)).toMatchObject({
      kind: "upload_evaluation",
      state: "queued",
      spec: { family: "ridge", file: { sha256 }, training: { symbols: ["EURUSD"], promote: "never" } },
    });
    expect(accepted.job_url).toBe(`http://edgewise.test/functions/v1/jobs/${accepted.job_id}`);
  });

  it("reserves its name, and refuses one that another job has", async () => {
    const enqueue = vi.spyOn(models.deps.jobs, "enqueue");
    const accepted = await (await models.upload(encodeModel(GOOD))).json();
    expect(enqueue.mock.lastCall![0]).toMatchObject({ scope: "mine", reserves: "mine" });

    const job = (await models.deps.jobs.find(accepted.job_id))!;
    enqueue.mockResolvedValueOnce({ outcome: "running", job });
    expect(await refusalOf(await models.upload(encodeModel(GOOD)))).toMatchObject({
      status: 409,
      code: "job_running",
    });
    enqueue.mockRejectedValueOnce(new Failure("conflict", "The job that makes mine is queued."));
    expect(await refusalOf(await models.upload(encodeModel(GOOD)))).toMatchObject({
      status: 409,
      code: "conflict",
    });
  });

  it.each<[string, Record<string, string>, number, string]>([
    ["another feature set", { feature_set_version: "features-0" }, 409, "feature_set_mismatch"],
    ["an unknown symbol", { symbols: "EURUSD,NOPE" }, 404, "unknown_symbol"],
    ["a version that is taken", { version: "taken" }, 409, "conflict"],
    ["a hash that is not the file's", { sha256: "0".repeat(64) }, 400, "invalid_request"],
    ["a hash that is none", { sha256: "abc" }, 400, "invalid_request"],
    ["an unknown timeframe", { timeframe: "7h" }, 400, "invalid_request"],
    ["a horizon of nothing", { horizon: "0" }, 400, "invalid_request"],
    ["an unknown label", { label: "hindsight" }, 400, "invalid_request"],
    ["a time that is none", { trained_until: "once" }, 400, "invalid_request"],
    ["an unknown member", { promote: "yes" }, 400, "invalid_request"],
  ])("refuses %s, and stores nothing", async (_, query, status, code) => {
    expect(await refusalOf(await models.upload(encodeModel(GOOD), query))).toMatchObject({ status, code });
    expect(await models.stored()).toBe(0);
  });

  it("refuses an empty body, another content type, and more than 16 MiB", async () => {
    expect(await refusalOf(await models.upload(new Uint8Array(0)))).toMatchObject({
      code: "invalid_request",
    });
    const form = { ...SECRET, "content-type": "application/x-www-form-urlencoded" };
    expect(await refusalOf(await models.upload(encodeModel(GOOD), {}, form))).toMatchObject({
      code: "invalid_request",
    });
    const huge = new Uint8Array(16 * 1024 * 1024 + 1);
    expect(await refusalOf(await models.upload(huge))).toMatchObject({
      status: 413,
      code: "payload_too_large",
    });
  });

  it("is for operators and secret keys", async () => {
    const bytes = encodeModel(GOOD);
    const anon = { apikey: TEST_PUBLISHABLE_KEY };
    const user = { ...anon, authorization: `Bearer ${await signTestToken()}` };
    expect((await models.upload(bytes, {}, anon)).status).toBe(401);
    expect((await models.upload(bytes, {}, user)).status).toBe(403);
    expect((await models.upload(bytes, {}, { apikey: TEST_CRON_KEY })).status).toBe(403);
  });
});
