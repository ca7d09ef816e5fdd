import { type ClientRequest, type IncomingMessage, request, type ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { refuse } from "../refuse.ts";
import type { FunctionProcess } from "./function-process.ts";

/** Longer than a process takes to end whose connection broke. */
const ENDING_MS = 1_000;

/** Passes a request on to a function's process and its answer back, both as they stream. */
export async function forwardRequest(
  process: FunctionProcess,
  port: number,
  path: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const leave = process.enter();
  try {
    const { method, headers } = incoming;
    const passed = request({ host: "127.0.0.1", port, path, method, headers, agent: process.agent });
    // A caller that goes away takes the request with it.
    outgoing.once("close", () => passed.destroy());
    const answered = new Promise<IncomingMessage>((resolve, reject) => {
      passed.once("response", resolve);
      passed.once("error", reject);
    });
    passBody(incoming, passed);
    const answer = await answered;
    outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
    await pipeline(answer, outgoing);
  } catch {
    if (outgoing.headersSent || outgoing.destroyed) return void outgoing.destroy();
    // It is about to end; a caller that has its answer and comes again should not meet it once more.
    await Promise.race([process.exited, sleep(ENDING_MS, undefined, { ref: false })]);
    refuseFor(process, outgoing);
  } finally {
    leave();
  }
}

/** A function may answer without reading the body: what is left of it is read here, so that its caller gets the answer. */
function passBody(incoming: IncomingMessage, passed: ClientRequest): void {
  incoming.pipe(passed);
  passed.on("error", () => {
    incoming.unpipe(passed);
    incoming.resume();
  });
}

/** The codes and words of the platform. */
function refuseFor(process: FunctionProcess, outgoing: ServerResponse): void {
  if (process.overLimit) {
    const message = "Function failed due to not having enough compute resources (please check logs)";
    refuse(outgoing, 546, { code: "WORKER_LIMIT", message });
  } else {
    refuse(outgoing, 500, {
      code: "WORKER_ERROR",
      message: "Function exited due to an error (please check logs)",
    });
  }
}
