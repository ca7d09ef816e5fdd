/**
 * Where `npm run setup` puts the WebAssembly of onnxruntime-web in Storage. The version is in the path, since the glue
 * module that functions carry runs no other.
 */
export const ONNX_WASM_OBJECT = {
  bucket: "runtime",
  path: "onnxruntime-web-1.30.0/ort-wasm-simd-threaded.wasm",
} as const;
