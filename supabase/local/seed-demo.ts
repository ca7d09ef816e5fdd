import type { Stack } from "./create-stack.ts";

/**
 * Fills a fresh stack with something to try; a stack that has it already is left alone.
 *
 * @returns what there is now, a line each
 */
export async function seedDemo(_stack: Stack, _log: (line: string) => void): Promise<string[]> {
  return [];
}
