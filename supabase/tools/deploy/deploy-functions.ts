import { parseArgs } from "node:util";
import { PROJECT_ROOT } from "../../local/project-config.ts";
import { bundledProject } from "./bundled-project.ts";
import { rehearseDeploy } from "./rehearse-deploy.ts";
import { type CliOptions, runCli } from "./run-cli.ts";

/** Flags of the CLI whose value may stand apart; the rest of the words name functions. */
const VALUE_FLAGS = { remote: { type: "string" }, profile: { type: "string" } } as const;

export interface DeployOptions extends CliOptions {
  /** The folder with the project's supabase/ in it; this repository when left out. */
  readonly root?: string;
}

/**
 * Bundles Edge Functions and deploys them by `supabase functions deploy --use-api`, after a rehearsal without a warning:
 * the CLI itself only warns of a missing file and deploys a function that cannot start. Answers the exit code, 1 after a
 * warning.
 * @throws BundleError
 */
export async function deployFunctions(args: readonly string[], options: DeployOptions = {}): Promise<number> {
  const { root = PROJECT_ROOT, ...cli } = options;
  const { positionals } = parseArgs({
    args: [...args],
    options: VALUE_FLAGS,
    allowPositionals: true,
    strict: false,
  });
  await using project = await bundledProject(root);
  const workdir = ["--workdir", project.workdir];
  const rehearsal = await rehearseDeploy([...positionals, ...workdir]);
  if (rehearsal.exitCode !== 0 || rehearsal.warnings.length > 0) {
    cli.onOutput?.(`${rehearsal.output}\nNothing was deployed, because of what the rehearsal says above.\n`);
    return 1;
  }
  const { exitCode, warnings } = await runCli(
    ["functions", "deploy", "--use-api", "--yes", ...workdir, ...args],
    cli,
  );
  return exitCode === 0 && warnings.length > 0 ? 1 : exitCode;
}
