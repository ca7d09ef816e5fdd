import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";

const START_TIMEOUT_MS = 60_000;

/** Runs the server and comes back when it answers queries: after a crash it first replays its log. */
export async function launchServer(
  [program, args]: [string, string[]],
  superuserUrl: string,
  log: (line: string) => void,
): Promise<ChildProcess> {
  const deadline = performance.now() + START_TIMEOUT_MS;
  for (;;) {
    const lastLines: string[] = [];
    const server = spawn(program, args, { stdio: ["ignore", "ignore", "pipe"], detached: true });
    createInterface({ input: server.stderr }).on("line", (line) => {
      lastLines.push(line);
      if (lastLines.length > 5) lastLines.shift();
      log(line);
    });
    if (await answers(superuserUrl, server, deadline)) return server;
    // Sessions of a killed server end a moment after it, and until then its shared memory is in use.
    const isStillInUse = lastLines.some((line) => line.includes("shared memory block"));
    if (!isStillInUse || performance.now() > deadline) {
      throw new Error(`Postgres did not start: ${lastLines.join("\n")}`);
    }
    await sleep(200);
  }
}

/** Asks until the server answers (true) or has ended (false). */
async function answers(url: string, server: ChildProcess, deadline: number): Promise<boolean> {
  let hasEnded = false;
  server.once("error", () => {
    hasEnded = true;
  });
  server.once("exit", () => {
    hasEnded = true;
  });
  while (!hasEnded && performance.now() < deadline) {
    const probe = postgres(url, { max: 1, connect_timeout: 2, onnotice: () => {} });
    try {
      await probe`select`;
      return true;
    } catch {
      await sleep(30);
    } finally {
      await probe.end();
    }
  }
  return false;
}
