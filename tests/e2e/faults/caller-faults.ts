import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { type Judge, send } from "./ask.ts";
import type { Ground } from "./ground.ts";
import { CAN_MEASURE, peakMemoryOfFunctions } from "./memory.ts";

const CROWD = 1_000;
/** Of each function's whole process: what the platform gives an isolate. */
const MEMORY_BOUND_MB = 256;
const LARGE_BODY = "a".repeat(10 * 1024 * 1024);
const SLOW_CLIENTS = 50;
/** Time that the gateway gives a caller for the head of a request, and a little. */
const HEAD_PATIENCE_MS = 8_000;

export function callerFaults(scene: () => { ground: Ground; judge: Judge }): void {
  it("callers that hang up leave nothing behind", async () => {
    const { judge } = scene();
    const { url } = scene().ground.stack;
    const hangUp = async (_: unknown, i: number) => {
      const signal = AbortSignal.timeout(1 + (i % 30));
      const answer = fetch(`${url}/functions/v1/indicators/features`, { signal });
      await answer.then((response) => response.text()).catch(() => {});
    };
    const hangingUp = Promise.all(Array.from({ length: 200 }, hangUp));
    expect(await judge.during(hangingUp)).toEqual({ "200": expect.any(Number) });
    await judge.seesRecovery();
  });

  it("a body of 10 MB is refused as too large, sent whole or in chunks", async () => {
    const { ground, judge } = scene();
    const headers = { "x-api-key": ground.key, "content-type": "application/json" };
    const whole = () => send(ground, "indicators/batch", { method: "POST", headers, body: LARGE_BODY });
    const chunked = () =>
      send(ground, "indicators/batch", {
        method: "POST",
        headers,
        body: new Blob([LARGE_BODY]).stream(),
        duplex: "half",
      } as RequestInit);
    for (const answer of await Promise.all(
      [whole, chunked, whole, chunked, whole, chunked].map((f) => f()),
    )) {
      expect(answer).toMatchObject({ status: 413, body: { code: "payload_too_large" } });
    }
    await judge.seesRecovery();
  });

  it("callers that dribble a request in are cut off, and hold up nobody", async () => {
    const { ground, judge } = scene();
    const dribbling = Promise.all(Array.from({ length: SLOW_CLIENTS }, () => dribble(ground.stack.url)));
    expect(await judge.during(dribbling, 1)).toEqual({ "200": expect.any(Number) });
    for (const heldMs of await dribbling) expect(heldMs).toBeLessThan(HEAD_PATIENCE_MS);
  });

  it(`${CROWD} callers at once: each is answered right or told to come again`, async () => {
    const { judge } = scene();
    const counts: Record<string, number> = {};
    const caller = async (_: unknown, i: number) => {
      const status = await judge.ask(judge.asks[i % judge.asks.length]!);
      counts[status] = (counts[status] ?? 0) + 1;
    };
    await Promise.all(Array.from({ length: CROWD }, caller));
    await judge.seesRecovery();
    console.log(`${CROWD} callers at once, answers by status:`, counts);
    // Reads are answered even when nobody can count them.
    expect(counts["200"]).toBeGreaterThanOrEqual(CROWD / 3);
  });

  it.skipIf(!CAN_MEASURE)(`none of that took a function more than ${MEMORY_BOUND_MB} MB`, () => {
    const peaks = peakMemoryOfFunctions();
    console.log("Peak resident memory in MB:", peaks);
    expect(Object.keys(peaks)).toEqual(expect.arrayContaining(["indicators", "market-data", "ml-predict"]));
    for (const peak of Object.values(peaks)) expect(peak).toBeLessThan(MEMORY_BOUND_MB);
  });

  it("and nothing went unhandled", () => {
    const { log } = scene().ground;
    expect(log.filter((line) => /uncaught|unhandled|internal/i.test(line))).toEqual([]);
  });
}

/** Sends the head of a request a byte at a time, and tells for how long the gateway put up with it. */
async function dribble(url: string): Promise<number> {
  const began = performance.now();
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  socket.on("error", () => {});
  socket.resume();
  const closed = once(socket, "close");
  let isClosed = false;
  closed.then(() => {
    isClosed = true;
  });
  socket.write("GET /functions/v1/health HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
  while (!isClosed) {
    socket.write("a");
    await sleep(500);
  }
  return performance.now() - began;
}
