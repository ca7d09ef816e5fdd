import { describe, expect, it, vi } from "vitest";
import type { LoadedModel, ModelRuntime, Refusal, RuntimeName } from "../../ports/model-runtime.ts";
import { createNativeRuntime } from "./native-runtime.ts";
import { createRuntimeLadder } from "./runtime-ladder.ts";
import { createWasmRuntime } from "./wasm-runtime.ts";

const BYTES = new Uint8Array();

function rung(name: RuntimeName, outcome: Refusal | "loads") {
  const model: LoadedModel = {
    runtime: name,
    rowShape: [1],
    run: async (features) => features,
    release: async () => {},
  };
  return { name, load: vi.fn<ModelRuntime["load"]>(async () => (outcome === "loads" ? model : outcome)) };
}

describe("the runtime ladder", () => {
  it("takes the first rung that takes the model and asks no other", async () => {
    const rungs = [
      rung("evaluator", { refused: "model", reason: "Relu" }),
      rung("native", "loads"),
      rung("wasm", "loads"),
    ];
    expect(await createRuntimeLadder(rungs).load(BYTES)).toMatchObject({ runtime: "native" });
    expect(rungs[2]!.load).not.toHaveBeenCalled();
  });

  it("asks a rung again after it refused a model, but not after it was found missing", async () => {
    const evaluator = rung("evaluator", { refused: "model", reason: "Relu" });
    const native = rung("native", { refused: "runtime", reason: "not here" });
    const ladder = createRuntimeLadder([evaluator, native, rung("wasm", "loads")]);
    await ladder.load(BYTES);
    expect(await ladder.load(BYTES)).toMatchObject({ runtime: "wasm" });
    expect(evaluator.load).toHaveBeenCalledTimes(2);
    expect(native.load).toHaveBeenCalledTimes(1);
  });

  it("gives the reasons of all when all refuse, every time", async () => {
    const ladder = createRuntimeLadder([
      rung("evaluator", { refused: "model", reason: "Relu" }),
      rung("native", { refused: "runtime", reason: "not here" }),
    ]);
    const refusal = { refused: "model", reason: "evaluator: Relu; native: not here" };
    expect(await ladder.load(BYTES)).toEqual(refusal);
    expect(await ladder.load(BYTES)).toEqual(refusal);
  });

  it("asks only the rung that is named, and says why it is not to be had", async () => {
    const rungs = [
      rung("evaluator", "loads"),
      rung("native", { refused: "runtime", reason: "not here" }),
      rung("wasm", "loads"),
    ];
    const ladder = createRuntimeLadder(rungs);
    expect(await ladder.load(BYTES, "wasm")).toMatchObject({ runtime: "wasm" });
    expect(await ladder.load(BYTES, "native")).toEqual({ refused: "model", reason: "native: not here" });
    expect(rungs[0]!.load).not.toHaveBeenCalled();
    const short = createRuntimeLadder([rung("evaluator", "loads")]);
    expect(await short.load(BYTES, "wasm")).toMatchObject({ refused: "model" });
  });
});

it.each([{}, { [Symbol.for("onnxruntime")]: 1 }])(
  "the native rung says where it is not to be had",
  async (host) => {
    expect(await createNativeRuntime(host).load(BYTES)).toMatchObject({ refused: "runtime" });
  },
);

describe("the wasm rung", () => {
  it("fails while its binary cannot be fetched, and tries again at the next load", async () => {
    const fetchWasm = vi.fn(async () => Promise.reject(new Error("storage is down")));
    const runtime = createWasmRuntime(fetchWasm);
    await expect(runtime.load(BYTES)).rejects.toThrow("storage is down");
    await expect(runtime.load(BYTES)).rejects.toThrow("storage is down");
    expect(fetchWasm).toHaveBeenCalledTimes(2);
  });

  it.each([
    ["nothing", new Uint8Array()],
    ["a page of text", new TextEncoder().encode("<html>not found</html>")],
    ["a module without imports", Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)],
  ])("fails on %s instead of the binary", async (_, bytes) => {
    await expect(createWasmRuntime(async () => bytes).load(BYTES)).rejects.toThrow(RangeError);
  });
});
