import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { BundledFunction } from "../bundle/bundle-functions.ts";
import { refuse } from "../refuse.ts";
import { watchCpu } from "./cpu-watch.ts";
import { forwardRequest } from "./forward-request.ts";
import { FunctionProcess, type Sandbox } from "./function-process.ts";

/** Treatment of an isolate's CPU limits: they are enforced, only reported, or not looked at. */
export type EdgeLimits = "enforce" | "report" | "off";

const FIRST_BACKOFF_MS = 100;
const LAST_BACKOFF_MS = 5_000;

/** Serves one function by one process after the other: started at the first request, replaced when used up or broken. */
export class FunctionHost {
  #current: FunctionProcess | undefined;
  #successor: FunctionProcess | undefined;
  readonly #living = new Set<FunctionProcess>();
  #failures = 0;
  #mayStart: Promise<unknown> = Promise.resolve();
  #isStopping = false;

  constructor(
    private readonly bundled: BundledFunction,
    private readonly sandbox: Sandbox,
    private readonly limits: EdgeLimits,
    private readonly log: (line: string) => void,
  ) {}

  /** @param path as the function sees it: `/<slug>/...` */
  async handle(path: string, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    await this.#mayStart;
    if (this.#isStopping)
      return refuse(outgoing, 503, { code: "SHUTTING_DOWN", message: "The stack is stopping" });
    const process = this.#serving();
    try {
      await forwardRequest(process, await process.port, path, incoming, outgoing);
    } catch {
      refuse(outgoing, 503, { code: "BOOT_ERROR", message: "Function failed to start (please check logs)" });
    }
  }

  /** Ends all processes after the work in flight and behind answers; whoever takes longer is killed. */
  async stop(patienceMs: number): Promise<void> {
    this.#isStopping = true;
    const living = [...this.#living];
    for (const process of living) process.retire();
    const impatience = setTimeout(() => {
      for (const process of living) process.kill();
    }, patienceMs);
    await Promise.all(living.map((process) => process.exited));
    clearTimeout(impatience);
  }

  #serving(): FunctionProcess {
    this.#current ??= this.#start();
    return this.#current;
  }

  #start(): FunctionProcess {
    const process = new FunctionProcess(this.bundled, this.sandbox, this.log);
    this.#living.add(process);
    process.exited.then(() => this.#ended(process));
    process.port.then(
      () => {
        this.#failures = 0;
      },
      () => {},
    );
    if (this.limits !== "off") this.#watch(process);
    return process;
  }

  #watch(process: FunctionProcess): void {
    const isEnforced = this.limits === "enforce";
    watchCpu(process, {
      prepare: () => {
        if (isEnforced && process === this.#current) this.#successor ??= this.#start();
      },
      retire: () => {
        this.log("CPU time: 1 s used, no new work");
        if (isEnforced) this.#replace(process);
      },
      exhaust: () => {
        this.log("CPU time: 2 s used, out of compute");
        if (isEnforced) process.kill();
      },
    });
  }

  #replace(process: FunctionProcess): void {
    if (process === this.#current) {
      this.#current = this.#successor;
      this.#successor = undefined;
    }
    process.retire();
  }

  /** After a process that ended by itself the next one waits, twice as long each time while they fail. */
  #ended(process: FunctionProcess): void {
    this.#living.delete(process);
    if (process === this.#successor) this.#successor = undefined;
    if (process !== this.#current) return;
    this.#current = undefined;
    this.#mayStart = sleep(Math.min(FIRST_BACKOFF_MS * 2 ** this.#failures, LAST_BACKOFF_MS));
    this.#failures += 1;
  }
}
