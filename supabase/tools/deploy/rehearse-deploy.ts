import { startManagementApi, type Upload } from "./management-api.ts";
import { type CliRun, runCli } from "./run-cli.ts";

export interface Rehearsal extends CliRun {
  readonly uploads: readonly Upload[];
}

/**
 * Deploys to a stand-in on localhost, so that what the CLI would upload, and what it would warn of, is known before
 * anything is changed. `args` are the CLI's own, function names and --workdir among them.
 */
export async function rehearseDeploy(args: readonly string[] = []): Promise<Rehearsal> {
  await using api = await startManagementApi();
  const target = ["--remote=rehearsalrehearsalre", "--profile", api.profilePath];
  const env = { SUPABASE_ACCESS_TOKEN: `sbp_${"0".repeat(40)}` };
  const run = await runCli(["functions", "deploy", "--use-api", "--yes", ...args, ...target], { env });
  return { ...run, uploads: [...api.uploads] };
}
