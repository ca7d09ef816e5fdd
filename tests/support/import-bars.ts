import type { Stack } from "../../supabase/local/create-stack.ts";
import { type CommandOutcome, runCommand } from "./run-command.ts";
import { clientOf } from "./stack.ts";

/** Runs `npm run import` for the hourly bars of a file. */
export function importBars(
  stack: Pick<Stack, "url" | "keys">,
  file: string,
  symbol: string,
  ...flags: string[]
): Promise<CommandOutcome> {
  return runCommand(stack, "import.ts", ["--file", file, "--symbol", symbol, "--timeframe", "1h", ...flags]);
}

export async function countBars(stack: Pick<Stack, "url" | "keys">, symbol: string): Promise<number> {
  const { count } = await clientOf(stack, stack.keys.secret)
    .from("market_data")
    .select("*", { count: "exact", head: true })
    .eq("symbol", symbol);
  return count!;
}
