import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const COMPILER = path("../node_modules/assemblyscript/bin/asc.js");
const SOURCE = path("../../shared/ml/matrix/assembly/product.ts");
/** No runtime, no checks, vectors; the memory is the caller's. */
const OPTIONS = [
  "--runtime",
  "stub",
  "--importMemory",
  "--enable",
  "simd",
  "-O3",
  "--noAssert",
  "--converge",
];

export const KERNEL_FILE = path("../../shared/ml/matrix/product-kernel.ts");

/** The module `product-kernel.ts`, with the bytes that AssemblyScript makes of the kernel's source. */
export async function compileKernel(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "edgewise-kernel-"));
  try {
    const file = join(folder, "product.wasm");
    await promisify(execFile)(process.execPath, [COMPILER, SOURCE, "--outFile", file, ...OPTIONS]);
    return moduleOf(await readFile(file));
  } finally {
    await rm(folder, { recursive: true });
  }
}

function moduleOf(bytes: Buffer): string {
  const lines = bytes.toString("base64").match(/.{1,100}/g)!;
  return `// Generated from assembly/product.ts: npm run kernel

/** Columns that the kernel goes through at once: two vectors of four. */
export const TILE_COLUMNS = 8;

const BASE64 = \`
${lines.join("\n")}
\`;

/**
 * The WebAssembly of C += A B on float32 with vectors of four: some 15 times as fast as the same loops in JavaScript, and
 * IEEE 754 fixes every bit of it.
 */
export function productKernel(): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(BASE64), (character) => character.charCodeAt(0));
}
`;
}
