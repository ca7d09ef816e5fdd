import { expect, test, vi } from "vitest";
import { createMemoryBlobStore } from "../../../tests/support/memory/blob-store.ts";
import { modelOf } from "../../../tests/support/models.ts";
import { Failure } from "../../failure.ts";
import { sha256Hex } from "../../hash/sha256.ts";
import type { LoadedModel, Refusal, RuntimeName } from "../../ports/model-runtime.ts";
import type { Model } from "../../ports/model-store.ts";
import { createModelSessions } from "./model-sessions.ts";

/** A runtime whose models are the text of their file. */
function textRuntime() {
  const released: string[] = [];
  const load = vi.fn(async (bytes: Uint8Array): Promise<LoadedModel> => {
    const text = new TextDecoder().decode(bytes);
    return {
      runtime: "evaluator",
      rowShape: [1],
      run: async () => Float32Array.of(0, 0, 1),
      release: async () => void released.push(text),
    };
  });
  return { load, released };
}

async function setup() {
  const blobs = createMemoryBlobStore();
  const runtime = textRuntime();
  const sessions = createModelSessions({ blobs, runtime });
  async function store(version: string): Promise<Model> {
    const bytes = new TextEncoder().encode(version);
    const file = { path: `${version}.onnx`, sha256: await sha256Hex(bytes), sizeBytes: bytes.length };
    await blobs.put(file.path, bytes);
    return modelOf({ version, file });
  }
  return { blobs, runtime, sessions, store };
}

const nothing = async () => {};

test("all who ask at once share one load, and later ones find it", async () => {
  const { sessions, runtime, store } = await setup();
  const model = await store("a");
  await Promise.all([1, 2, 3].map(() => sessions.use(model, nothing)));
  await sessions.use(model, nothing);
  expect(runtime.load).toHaveBeenCalledTimes(1);
  expect(sessions.count()).toBe(1);
});

test("a model on a named runtime is a session of its own, and its refusal is told as the runtime's", async () => {
  const { blobs, store } = await setup();
  const load = vi.fn(
    async (_: Uint8Array, only: RuntimeName = "evaluator"): Promise<LoadedModel | Refusal> => {
      if (only === "native") return { refused: "model", reason: "native: not here" };
      return { runtime: only, rowShape: [1], run: async (row) => row, release: async () => {} };
    },
  );
  const sessions = createModelSessions({ blobs, runtime: { load } });
  const model = await store("a");
  const runtimeOf = (only?: RuntimeName) => sessions.use(model, async ({ runtime }) => runtime, only);
  expect(await runtimeOf()).toBe("evaluator");
  expect(await runtimeOf("wasm")).toBe("wasm");
  expect(await runtimeOf("wasm")).toBe("wasm");
  expect(load).toHaveBeenCalledTimes(2);
  await expect(runtimeOf("native")).rejects.toMatchObject({ code: "runtime_unavailable" });
});

test("the least recently used is released, but not under a run", async () => {
  const { sessions, runtime, store } = await setup();
  const models = await Promise.all(["a", "b", "c", "d", "e", "f"].map(store));
  let finish = () => {};
  const running = sessions.use(models[0]!, () => new Promise<void>((resolve) => (finish = resolve)));
  for (const model of models.slice(1)) await sessions.use(model, nothing);
  await vi.waitFor(() => expect(runtime.released).toEqual(["b"]));
  expect(sessions.count()).toBe(4);
  finish();
  await running;
  await vi.waitFor(() => expect(runtime.released).toEqual(["b", "a"]));
});

test.each([
  ["a file that is missing", async (model: Model) => ({ ...model, file: { ...model.file!, path: "gone" } })],
  [
    "a file that is not the one registered",
    async (model: Model) => ({ ...model, file: { ...model.file!, sha256: "f".repeat(64) } }),
  ],
  ["a model that is still being trained", async (model: Model) => ({ ...model, file: undefined })],
])("%s is refused, and nothing of it stays", async (_, change) => {
  const { sessions, store } = await setup();
  const broken = await change(await store("a"));
  await expect(sessions.use(broken, nothing)).rejects.toMatchObject({ code: "unsupported_model" });
  expect(sessions.count()).toBe(0);
});

test("a model that no runtime takes is refused with the reason", async () => {
  const { blobs, store } = await setup();
  const runtime = { load: async () => ({ refused: "model" as const, reason: "unknown operator Foo" }) };
  const sessions = createModelSessions({ blobs, runtime });
  await expect(sessions.use(await store("a"), nothing)).rejects.toThrow("unknown operator Foo");
});

test.each([
  ["a file that is no model", new RangeError("no ONNX"), "unsupported_model"],
  ["a runtime that cannot be fetched", new Failure("unavailable", "away"), "unavailable"],
])("%s is told as what it is", async (_, error, code) => {
  const { blobs, store } = await setup();
  const sessions = createModelSessions({ blobs, runtime: { load: () => Promise.reject(error) } });
  await expect(sessions.use(await store("a"), nothing)).rejects.toMatchObject({ code });
});

test("after a failed load the next one tries again", async () => {
  const { blobs, sessions, store } = await setup();
  const model = await store("a");
  const bytes = await blobs.get("a.onnx");
  await blobs.remove(["a.onnx"]);
  await expect(sessions.use(model, nothing)).rejects.toMatchObject({ code: "unsupported_model" });
  await blobs.put("a.onnx", bytes!);
  await expect(sessions.use(model, nothing)).resolves.toBeUndefined();
});
