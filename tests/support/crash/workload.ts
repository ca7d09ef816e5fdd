import { EventEmitter } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { triggerTraining } from "../../../supabase/tools/train/training-client.ts";
import type { RunningStack } from "../stack-process.ts";
import { callFunction } from "../train-over-http.ts";
import { importOf, RIVALS, TRADED, TRAINING } from "./crash-project.ts";
import type { Promises } from "./promises.ts";

/** Requests that are told of as they leave: moments at which a kill hurts. */
export type Moment = "import" | "prediction" | "promotion";

/** All that a platform is for, at once, until it is killed; what it acknowledges is noted as promised. */
export class Workload extends EventEmitter<Record<Moment, []>> {
  /** Work that was refused or went wrong before the kill: none may. */
  readonly failures: unknown[] = [];
  readonly #done: Promise<unknown>;
  #isOver = false;

  constructor(
    private readonly stack: RunningStack,
    private readonly promises: Promises,
  ) {
    super();
    const work = [this.#importBars, this.#promote, this.#predict, this.#train];
    this.#done = Promise.all(work.map((step) => this.#repeat(() => step.call(this))));
  }

  /** From now on calls may fail. */
  end(): void {
    this.#isOver = true;
  }

  /** Waits for the calls under way. */
  async ended(): Promise<void> {
    await this.#done;
  }

  async #repeat(step: () => Promise<void>): Promise<void> {
    while (!this.#isOver) {
      try {
        await step();
      } catch (error) {
        if (!this.#isOver) this.failures.push(error);
      }
      await sleep(50);
    }
  }

  async #importBars(): Promise<void> {
    const stored = this.#call("POST", "market-data/bars", importOf(this.promises.chunks));
    this.emit("import");
    await stored;
    this.promises.chunks += 1;
  }

  async #promote(): Promise<void> {
    const version = RIVALS.find((rival) => rival !== this.promises.serving)!;
    const promoted = this.#call("POST", `models/${version}/promote`);
    this.emit("promotion");
    await promoted;
    this.promises.promotions += 1;
    this.promises.serving = version;
  }

  async #predict(): Promise<void> {
    const body = { symbol: TRADED.symbol, model_version: RIVALS[0] };
    const predicted = [
      this.#call("POST", "ml-predict", { ...body, log: "sync" }),
      this.#call("POST", "ml-predict", body),
    ];
    this.emit("prediction");
    await Promise.allSettled(predicted);
    const [stored, later] = await Promise.all(predicted);
    this.promises.predictions.add(stored.id);
    this.promises.loggedLater.add(later.id);
  }

  /** One training after the other, all of the same bars: their models must be the same bytes. */
  async #train(): Promise<void> {
    const { slices, models } = this.promises;
    // After a kill it joins the training that was cut off.
    const { job_url } = await triggerTraining({ url: this.stack.url, key: this.stack.keys.secret }, TRAINING);
    const path = job_url.slice(job_url.indexOf("jobs/"));
    while (!this.#isOver) {
      const job = await this.#call("GET", path);
      slices.set(job.id, job.slices);
      if (job.state === "failed") throw new Error(`The training has failed: ${JSON.stringify(job.error)}`);
      if (job.state === "succeeded") {
        models.set(job.result.model_version, job.result.onnx_sha256);
        return;
      }
      await sleep(100);
    }
  }

  #call(method: "GET" | "POST", path: string, body?: object) {
    return callFunction(this.stack, method, path, body);
  }
}
