import { copyFileSync, mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const SOURCE = new URL("../../../node_modules/onnxruntime-web/dist/ort.wasm.bundle.min.mjs", import.meta.url);
const FOLDER = new URL("../../../shared/adapters/onnx/vendor/", import.meta.url);

/**
 * Copies the one module of onnxruntime-web that functions import (73 KB). The package itself is 140 MB, and a deployed
 * function carries every package whole that its imports name: so it is imported by path.
 */
export function vendorOnnxRuntime() {
  mkdirSync(FOLDER, { recursive: true });
  copyFileSync(SOURCE, fileURLToPath(new URL("ort.wasm.bundle.min.mjs", FOLDER)));
}
