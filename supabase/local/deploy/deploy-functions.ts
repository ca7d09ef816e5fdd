import { parseArgs } from "node:util";
import { rehearseDeploy } from "./rehearse-deploy.ts";
import { type CliOptions, runCli } from "./run-cli.ts";

/** Flags of the CLI whose value may stand apart; the rest of the words name functions. */
const VALUE_FLAGS = {
  remote: { type: "string" },
  profile: { type: "string" },
  workdir: { type: "string" },
} as const;

/**
 * Deploys Edge Functions by `supabase functions deploy --use-api`, after a rehearsal without a warning: the CLI itself
 * only warns of a missing file and deploys a function that cannot start. Answers the exit code, 1 after a warning.
 */
export async function deployFunctions(args: readonly string[], options: CliOptions = {}): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: VALUE_FLAGS,
    allowPositionals: true,
    strict: false,
  });
  const workdir = typeof values.workdir === "string" ? ["--workdir", values.workdir] : [];
  const rehearsal = await rehearseDeploy([...positionals, ...workdir]);
  if (rehearsal.exitCode !== 0 || rehearsal.warnings.length > 0) {
    options.onOutput?.(
      `${rehearsal.output}\nNothing was deployed, because of what the rehearsal says above.\n`,
    );
    return 1;
  }
  const { exitCode, warnings } = await runCli(
    ["functions", "deploy", "--use-api", "--yes", ...args],
    options,
  );
  return exitCode === 0 && warnings.length > 0 ? 1 : exitCode;
}
