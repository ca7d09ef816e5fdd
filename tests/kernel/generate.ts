// Compiles the kernel of matrix products anew: npm run kernel
import { writeFile } from "node:fs/promises";
import { compileKernel, KERNEL_FILE } from "./compile-kernel.ts";

await writeFile(KERNEL_FILE, await compileKernel());
