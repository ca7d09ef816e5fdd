import { createRequire } from "node:module";

/** The Deno program itself: the package's command is a Node wrapper, whose child a signal would not reach. */
export function denoBinary(): string {
  const { runInstall } = createRequire(import.meta.url)("deno/install_api.cjs") as { runInstall(): string };
  return runInstall();
}
