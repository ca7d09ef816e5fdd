import { expect, test } from "vitest";
import { describeIdempotencyStore } from "../idempotency-suite.ts";
import { createMemoryIdempotencyStore } from "./idempotency-store.ts";

const time = { ms: 0 };
const clock = { now: () => time.ms, elapsed: () => time.ms };

describeIdempotencyStore("memory", () => createMemoryIdempotencyStore(clock));

test("a request that fell silent holds its key for a minute, an answer for a day", async () => {
  const store = createMemoryIdempotencyStore(clock);
  const id = { scope: "user:1 POST /things", key: "k" };
  await store.begin(id, "a");
  time.ms += 60_000;
  const begun = await store.begin(id, "a");
  if (begun.outcome !== "started") throw new Error("The lock did not end.");
  await store.end(id, begun.token, { status: 200, contentType: "", body: "" });
  time.ms += 24 * 3_600_000 - 1;
  expect(await store.begin(id, "a")).toMatchObject({ outcome: "answered" });
  time.ms += 1;
  expect(await store.begin(id, "a")).toMatchObject({ outcome: "started" });
});
