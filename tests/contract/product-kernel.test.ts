import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { compileKernel, KERNEL_FILE } from "../kernel/compile-kernel.ts";

it("the kernel of matrix products is what its source compiles to", async () => {
  expect(await readFile(KERNEL_FILE, "utf8")).toBe(await compileKernel());
});
