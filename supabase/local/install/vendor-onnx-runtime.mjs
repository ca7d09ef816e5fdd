import { mkdirSync, readFileSync, writeFileSync } from "node:fs";

const SOURCE = new URL("../../../node_modules/onnxruntime-web/dist/ort.wasm.bundle.min.mjs", import.meta.url);
const FOLDER = new URL("../../../shared/adapters/onnx/vendor/", import.meta.url);

/** Text that cannot stay as it is, the text in its place, and how often it must be found. */
const CHANGES = [
  // No shared memory: there is one thread.
  { from: "shared:!0", to: "shared:!1", times: 2 },
  // Waiting for other threads is refused on memory that is not shared.
  { from: "!Atomics.waitAsync", to: "!0", times: 1 },
  // The map stays behind.
  { from: "//# sourceMappingURL=ort.wasm.bundle.min.mjs.map", to: "", times: 1 },
];

/**
 * Copies the one module of onnxruntime-web that functions import (73 KB), changed so that it runs on the edge runtime.
 * The package itself is 140 MB, and a deployed function carries every package whole that its imports name: so it is
 * imported by path. Throws where the module is not the one that the changes were made for.
 */
export function vendorOnnxRuntime() {
  let module = readFileSync(SOURCE, "utf8");
  for (const { from, to, times } of CHANGES) {
    const found = module.split(from).length - 1;
    if (found !== times) throw new Error(`onnxruntime-web has "${from}" ${found} times, not ${times}`);
    module = module.replaceAll(from, to);
  }
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(new URL("ort.wasm.bundle.min.mjs", FOLDER), module);
}
