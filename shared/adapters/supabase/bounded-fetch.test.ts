import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createClient } from "@supabase/supabase-js";
import { afterEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { createPredictorStatus } from "../functions/predictor-status.ts";
import { createStorageBlobStore } from "../storage/blob-store.ts";
import { createBoundedFetch } from "./bounded-fetch.ts";
import { callFunction, databaseFailure } from "./client.ts";
import { createSupabaseModelStore } from "./model-store.ts";

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function listen(platform: RequestListener): Promise<string> {
  const listening = createServer(platform);
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;
}

/** A client with little patience. */
function clientOf(url: string, timeoutMs = 200) {
  return createClient(url, "key", {
    auth: { persistSession: false, autoRefreshToken: false },
    global: { fetch: createBoundedFetch({ timeoutMs }) },
    // Node 20 has no WebSocket of its own.
    realtime: { transport: WebSocket as never },
  });
}

const silent: RequestListener = () => {};
const stopsMidway: RequestListener = (_, response) => {
  response.writeHead(200, { "content-type": "application/octet-stream", "content-length": 1_000 });
  response.write("the first bytes");
};
const hangsUpMidway: RequestListener = (request, response) => {
  stopsMidway(request as never, response as never);
  setTimeout(() => response.destroy(), 20);
};

describe("a platform that does not answer to the end", () => {
  it.each(Object.entries({ silent, stopsMidway, hangsUpMidway }))(
    "%s: is unavailable",
    async (_, platform) => {
      const client = clientOf(await listen(platform));
      await expect(callFunction(client, "any")).rejects.toMatchObject({ code: "unavailable" });
      const blobs = createStorageBlobStore(client, "models");
      await expect(blobs.get("a.onnx")).rejects.toMatchObject({ code: "unavailable" });
      await expect(blobs.list("a")).rejects.toMatchObject({ code: "unavailable" });
    },
  );

  it("is left when whoever asks waits no more", async () => {
    const url = await listen(silent);
    const client = clientOf(url, 60_000);
    const left = () => AbortSignal.timeout(20);
    const unavailable = { code: "unavailable" };
    await expect(createStorageBlobStore(client, "models").get("a", left())).rejects.toMatchObject(
      unavailable,
    );
    await expect(createSupabaseModelStore(client).countActive(left())).rejects.toMatchObject(unavailable);
    const predictor = createPredictorStatus({ supabaseUrl: url });
    await expect(predictor.modelsLoaded(left())).rejects.toMatchObject({ name: "TimeoutError" });
  });

  it("has more time for the bytes of an object, and the caller's own signal ends it before", async () => {
    const fetch = createBoundedFetch({
      timeoutMs: 50,
      uploadTimeoutMs: 60_000,
      fetch: (_, init) =>
        new Promise((_resolve, reject) => {
          const signal = init!.signal!;
          signal.addEventListener("abort", () => reject(signal.reason));
        }),
    });
    const storage = "http://localhost/storage/v1/object";
    await expect(fetch(`${storage}/models/a.onnx`)).rejects.toMatchObject({ name: "TimeoutError" });
    await expect(fetch(`${storage}/list/models`, { method: "POST" })).rejects.toMatchObject({
      name: "TimeoutError",
    });
    const leaving = new AbortController();
    const uploading = fetch(`${storage}/models/a.onnx`, { method: "POST", signal: leaving.signal });
    setTimeout(() => leaving.abort("left"), 100);
    await expect(uploading).rejects.toBe("left");
  });
});

it.each(["57014", "57P01", "57P03"])("SQLSTATE %s means that the database cannot answer now", (code) => {
  const error = { code, message: "", details: "" };
  expect(databaseFailure("any", error, 500)).toMatchObject({ code: "unavailable" });
  expect(databaseFailure("any", { ...error, code: "22012" }, 500)).toMatchObject({ code: "internal" });
});
