import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runningProcess } from "./processes.ts";

/** Another stack runs on the data folder. */
export class DataInUseError extends Error {}

/**
 * Takes a data folder for this process; a second stack on it would destroy it. A lock whose owner is gone (it was
 * killed) counts for nothing.
 *
 * @returns what gives the folder back
 * @throws DataInUseError
 */
export function lockData(dataDir: string): () => void {
  const path = join(dataDir, "stack.lock");
  mkdirSync(dataDir, { recursive: true });
  const mine = `${process.pid} ${runningProcess(process.pid)?.startedAt}`;
  if (!create(path, mine)) {
    const [pid = "", ...started] = readFileSync(path, "utf8").split(" ");
    if (runningProcess(Number(pid))?.startedAt === started.join(" ")) {
      throw new DataInUseError(`A stack already runs on ${dataDir} (process ${pid}).`);
    }
    rmSync(path, { force: true });
    if (!create(path, mine)) throw new DataInUseError(`Another stack is just starting on ${dataDir}.`);
  }
  return () => {
    if (existsSync(path) && readFileSync(path, "utf8") === mine) rmSync(path);
  };
}

/** Atomic: of two that try, one makes the file. */
function create(path: string, text: string): boolean {
  try {
    writeFileSync(path, text, { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}
