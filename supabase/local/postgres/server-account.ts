import { execFileSync } from "node:child_process";
import { chownSync } from "node:fs";

/** Whom Postgres runs as. It refuses to run as root, and its data must belong to whom it runs as. */
export interface ServerAccount {
  /** A command line that runs the given one as this account. */
  command(program: string, args: readonly string[]): [program: string, args: string[]];
  /** Gives a file or folder to this account. */
  own(path: string): void;
}

const CALLER: ServerAccount = {
  command: (program, args) => [program, [...args]],
  own: () => {},
};

/**
 * The caller's own account; for root (containers, CI) `postgres` where the system has it, else `nobody`. That account
 * may have no way into the checkout (root's home, a folder of `mktemp -d`), so it is given the one capability that
 * opens folders, where this root has it to give, and the bit by which access(2) knows of it, which initdb asks.
 */
export function serverAccount(): ServerAccount {
  if (process.getuid?.() !== 0) return CALLER;
  const name = succeeds("id", ["postgres"]) ? "postgres" : "nobody";
  const uid = idOf(name, "-u");
  const gid = idOf(name, "-g");
  const identity = [`--reuid=${uid}`, `--regid=${gid}`, "--clear-groups"];
  const openFolders = [
    "--securebits=+no_setuid_fixup",
    "--inh-caps=+dac_override",
    "--ambient-caps=+dac_override",
  ];
  const mayOpenFolders = succeeds("setpriv", [...identity, ...openFolders, "true"]);
  const flags = mayOpenFolders ? [...identity, ...openFolders] : identity;
  return {
    command: (program, args) => ["setpriv", [...flags, program, ...args]],
    own: (path) => chownSync(path, uid, gid),
  };
}

function idOf(user: string, flag: "-u" | "-g"): number {
  return Number(execFileSync("id", [flag, user], { encoding: "utf8" }));
}

function succeeds(program: string, args: string[]): boolean {
  try {
    execFileSync(program, args, { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
