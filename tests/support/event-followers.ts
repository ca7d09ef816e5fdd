import { Hono } from "hono";
import { vi } from "vitest";
import type { AppEnv } from "../../shared/http/env.ts";
import {
  createEventStreams,
  type EventStreamDeps,
  type StreamEvent,
} from "../../shared/http/event-stream.ts";

export const POLL_MS = 1_000;
const DAY_MS = 86_400_000;

export const eventOf = (revision: number, data: unknown = revision, isLast = false): StreamEvent => ({
  name: isLast ? "end" : "progress",
  id: isLast ? "end" : String(revision),
  revision: String(revision),
  data,
  isLast,
});

/** Streams over subjects that a test moves on; `elapsed` is the fake timers' time, and work can be made to take some of it. */
export function followEvents(options: Partial<EventStreamDeps> = {}) {
  const now = new Map<string, StreamEvent>();
  const reads: (readonly string[])[] = [];
  let spentMs = 0;
  const warned: string[] = [];
  const streams = createEventStreams({
    async read(subjects) {
      reads.push(subjects);
      return now;
    },
    pollMs: POLL_MS,
    isolateMs: DAY_MS,
    clock: { elapsed: () => performance.now() + spentMs },
    random: () => 0.5,
    logger: { warn: (event) => void warned.push(event) },
    ...options,
  });
  const app = new Hono<AppEnv>().get("/:subject", (c) =>
    streams.follow(c, c.req.param("subject"), now.get(c.req.param("subject"))!),
  );

  async function follow(subject: string) {
    const response = await app.request(`/${subject}`);
    const reader = response.body!.getReader();
    const chunks: Uint8Array[] = [];
    const follower = {
      response,
      chunks,
      isEnded: false,
      text: () => chunks.map(decode).join(""),
      leave: () => reader.cancel(),
    };
    void (async () => {
      for (;;) {
        const { value, done } = await reader.read();
        if (done) break;
        chunks.push(value);
      }
      follower.isEnded = true;
    })();
    await vi.advanceTimersByTimeAsync(0);
    return follower;
  }
  const spend = (ms: number) => {
    spentMs += ms;
  };
  return { now, reads, warned, follow, spend };
}

const decoder = new TextDecoder();
export const decode = (bytes: Uint8Array) => decoder.decode(bytes);
