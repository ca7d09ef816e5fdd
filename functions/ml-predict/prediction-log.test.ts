import { describe, expect, it } from "vitest";
import { Failure } from "../../shared/failure.ts";
import { TEST_API_KEYS, TEST_KEY_ID } from "../../tests/support/api-keys.ts";
import { TEST_NOW, TEST_USER_ID } from "../../tests/support/http-deps.ts";
import { bearer, HOUR, predictApp } from "../../tests/support/predict-app.ts";

describe("the log of predictions", () => {
  it("has every prediction, its owner and its inputs, without the answer waiting for it", async () => {
    const { predict, predictions, http } = await predictApp();
    const answers = await Promise.all(
      Array.from({ length: 50 }, async () => (await predict({ symbol: "EURUSD" }, await bearer())).json()),
    );
    await http.settle();
    expect([...predictions.rows.keys()].sort()).toEqual(answers.map(({ id }) => id).sort());
    const row = predictions.rows.get(answers[0].id)!;
    expect(row).toMatchObject({ userId: TEST_USER_ID, modelVersion: "champion", barTs: TEST_NOW - HOUR });
    expect(row.features).toEqual(answers[0].features_used);
  });

  it("is written before the answer when asked for, and a secret key owns nothing", async () => {
    const { predict, predictions } = await predictApp();
    const { id } = await (await predict({ symbol: "EURUSD", log: "sync" })).json();
    expect(predictions.rows.get(id)).toMatchObject({ userId: undefined });
  });

  it("names the API key that asked, and not its owner beside it", async () => {
    const { predict, predictions } = await predictApp();
    const headers = { "x-api-key": TEST_API_KEYS.full };
    const { id } = await (await predict({ symbol: "EURUSD", log: "sync" }, headers)).json();
    expect(predictions.rows.get(id)).toMatchObject({ apiKeyId: TEST_KEY_ID, userId: undefined });
  });

  it("cannot fail silently when the caller waits for it", async () => {
    const append = async () => {
      throw new Failure("unavailable", "The database cannot be reached right now.");
    };
    const { predict } = await predictApp({ predictions: { append } });
    expect((await predict({ symbol: "EURUSD", log: "sync" })).status).toBe(503);
    expect((await predict({ symbol: "EURUSD" })).status).toBe(200);
  });
});
