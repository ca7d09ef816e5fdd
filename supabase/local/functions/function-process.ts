import { type ChildProcess, spawn } from "node:child_process";
import { Agent } from "node:http";
import { createInterface } from "node:readline";
import type { BundledFunction } from "../bundle/bundle-functions.ts";
import { denoBinary } from "./deno-binary.ts";

/** Rights of the processes of functions, and the environment that they see. */
export interface Sandbox {
  /** Its whole environment; it may read the names in `readableEnvironment` besides, set or not. */
  environment: Readonly<Record<string, string>>;
  readableEnvironment: readonly string[];
  /** `host:port` or `host`, the only ones it may connect to. */
  network: readonly string[];
  /** Folders and files it may read. */
  readable: readonly string[];
  /** Is told of every process, so that none outlives a killed stack unnoticed. */
  onSpawn(pid: number): void;
}

/** As on the platform: an isolate's memory. */
const HEAP_MB = 256;
const BOOT_TIMEOUT_MS = 20_000;
const LISTENING = /^edge-runtime: listening on (\d+)$/;

/** One Deno process that serves one function, as one isolate of the edge runtime does. */
export class FunctionProcess {
  readonly agent = new Agent({ keepAlive: true });
  /** Its port, once it listens; rejects when it ends before. */
  readonly port: Promise<number>;
  readonly exited: Promise<unknown>;
  /** Set when it was killed for what it used. */
  overLimit = false;
  #inFlight = 0;
  #isRetired = false;
  readonly #child: ChildProcess;

  constructor(bundled: BundledFunction, sandbox: Sandbox, log: (line: string) => void) {
    // Of the stack's own environment a function gets what the program Deno needs.
    const env = { PATH: process.env.PATH, HOME: process.env.HOME, NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" };
    this.#child = spawn(denoBinary(), denoArguments(bundled, sandbox), {
      env: { ...env, ...sandbox.environment },
      stdio: ["ignore", "pipe", "pipe"],
      // A session of its own: Ctrl-C in the terminal is for the stack, which lets functions finish their work.
      detached: true,
    });
    if (this.#child.pid !== undefined) sandbox.onSpawn(this.#child.pid);
    this.exited = new Promise((resolve) => {
      this.#child.once("exit", resolve);
      this.#child.once("error", resolve);
    });
    this.port = this.#listening(log);
    // Whoever waits hears of a failed boot; without this a boot that nobody waits for would end the stack.
    this.port.catch(() => {});
    createInterface({ input: this.#child.stderr! }).on("line", log);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Counts a request in; the function returned counts it out. */
  enter(): () => void {
    this.#inFlight += 1;
    return () => {
      this.#inFlight -= 1;
      this.#endIfIdle();
    };
  }

  /** Takes no new work and ends after the work in flight, that behind answers included. */
  retire(): void {
    this.#isRetired = true;
    this.#endIfIdle();
  }

  kill(): void {
    this.overLimit = true;
    this.#child.kill("SIGKILL");
  }

  #endIfIdle(): void {
    if (!this.#isRetired || this.#inFlight > 0) return;
    this.agent.destroy();
    this.#child.kill("SIGTERM");
  }

  #listening(log: (line: string) => void): Promise<number> {
    return new Promise((resolve, reject) => {
      const patience = setTimeout(() => this.#child.kill("SIGKILL"), BOOT_TIMEOUT_MS);
      createInterface({ input: this.#child.stdout! }).on("line", (line) => {
        const port = LISTENING.exec(line)?.[1];
        if (!port) return log(line);
        clearTimeout(patience);
        resolve(Number(port));
      });
      this.#child.once("error", reject);
      this.#child.once("exit", () => {
        clearTimeout(patience);
        reject(new Error("The function ended before it listened."));
      });
    });
  }
}

function denoArguments({ entrypoint }: BundledFunction, sandbox: Sandbox): string[] {
  const preload = ["../edge-limits.ts", "edge-runtime.ts"].map(
    (file) => `--preload=${new URL(file, import.meta.url).pathname}`,
  );
  const names = new Set([...Object.keys(sandbox.environment), ...sandbox.readableEnvironment]);
  return [
    "run",
    "--quiet",
    "--no-prompt",
    "--cached-only",
    "--no-lock",
    "--no-check",
    // A request's signal says that its caller left, and no more than that; otherwise Deno complains in every log.
    "--unstable-no-legacy-abort",
    "--no-config",
    `--v8-flags=--max-old-space-size=${HEAP_MB}`,
    ...preload,
    `--allow-net=127.0.0.1:0,${sandbox.network.join(",")}`,
    `--allow-env=${[...names].join(",")}`,
    `--allow-read=${sandbox.readable.join(",")}`,
    entrypoint,
  ];
}
