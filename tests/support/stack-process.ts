import { type ChildProcess, spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { join } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import type { Stack } from "../../supabase/local/create-stack.ts";
import { descendantsOf } from "./descendants.ts";

export type RunningStack = Pick<Stack, "url" | "keys" | "databaseUrl">;

const SCRIPT = join(import.meta.dirname, "run-stack.ts");

/** A stack in a process of its own, as `npm start` runs one, which a test may kill at any moment. */
export class StackProcess {
  /** Where it is, once it is ready; rejects when it ends before. */
  readonly ready: Promise<RunningStack>;
  readonly lines: string[] = [];
  readonly #child: ChildProcess;
  readonly #exited: Promise<unknown[]>;
  readonly #log = new EventEmitter();

  constructor(dataDir: string, configPath: string) {
    const args = ["--import", "tsx", SCRIPT, dataDir, configPath];
    this.#child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
    this.#exited = once(this.#child, "exit");
    createInterface({ input: this.#child.stderr! }).on("line", (line) => {
      this.lines.push(line);
      this.#log.emit("line");
    });
    this.ready = this.#whereItIs();
    // One that is killed while it starts has nobody waiting for it.
    this.ready.catch(() => {});
  }

  /** Waits for a line of its log, and returns what the pattern's group has caught of it. */
  async says(pattern: RegExp): Promise<string> {
    for (;;) {
      const caught = this.lines.map((line) => pattern.exec(line)?.[1]).find((group) => group !== undefined);
      if (caught !== undefined) return caught;
      await once(this.#log, "line");
    }
  }

  /** SIGKILL to its own process; what it has started lives on. */
  async killAlone(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#exited;
  }

  /** SIGKILL to its process and to everything that it has started, database and functions included. */
  async kill(): Promise<void> {
    const family = descendantsOf(this.#child.pid!);
    const killed = this.killAlone();
    for (const pid of family) if (isRunning(pid)) process.kill(pid, "SIGKILL");
    await killed;
  }

  /** Tells it to stop, and returns its exit code. */
  async stop(): Promise<unknown> {
    this.#child.kill("SIGTERM");
    return (await this.#exited)[0];
  }

  async #whereItIs(): Promise<RunningStack> {
    const line = once(createInterface({ input: this.#child.stdout! }), "line");
    const ended = this.#exited.then(() => Promise.reject(new Error(this.lines.slice(-20).join("\n"))));
    return JSON.parse((await Promise.race([line, ended]))[0]);
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
