import type { Context } from "hono";
import type { Clock } from "../ports/clock.ts";
import type { AppEnv } from "./env.ts";
import type { Logger } from "./logger.ts";

export const EVENT_STREAM = "text/event-stream";

export const wantsEvents = (accept: string | undefined): boolean => accept?.includes(EVENT_STREAM) ?? false;

/** The newest that there is to tell of a subject: whoever has missed those before it misses nothing. */
export interface StreamEvent {
  /** `event:` of the message. */
  readonly name: string;
  /** `id:` of the message, which a client that comes back sends as Last-Event-ID. */
  readonly id: string;
  /** Another one is told; the same is not. */
  readonly revision: string;
  /** JSON. */
  readonly data: unknown;
  /** Nothing comes after it. */
  readonly isLast: boolean;
}

export interface EventStreamDeps {
  /** The newest event of each subject: one call an interval, however many clients follow. */
  readonly read: (subjects: readonly string[]) => Promise<ReadonlyMap<string, StreamEvent>>;
  readonly pollMs: number;
  /** Wall clock that the platform gives an isolate. */
  readonly isolateMs: number;
  readonly clock: Pick<Clock, "elapsed">;
  readonly random: () => number;
  readonly logger: Pick<Logger, "warn">;
}

/** The event streams of one isolate. */
export interface EventStreams {
  /** Answers with what there is to tell now, then with whatever comes, until the last event or the end of the stream's time. */
  follow(c: Context<AppEnv>, subject: string, first: StreamEvent): Response;
}

/** Proxies cut silent answers off at this age, or soon after. */
const STREAM_MS = 100_000;
/** Before its isolate dies a stream ends by itself: cut off, a client could not tell the end from a fault. */
const MARGIN_MS = 20_000;
/** Of an isolate's second; the rest is for the requests that open streams. */
const CPU_MS = 600;
/** CPU of a call of the database beyond our own lines, which alone can be measured here. */
const READ_CPU_MS = 3;
/** Least wait of a client before it comes back, and how much chance adds: those of one isolate do not return at once. */
const RETRY_MS = 1_000;
const RETRY_SPREAD_MS = 2_000;
/** A client that is slower than this many messages is told the newest one later. */
const QUEUED_MESSAGES = 16;

interface Follower {
  readonly subject: string;
  readonly controller: ReadableStreamDefaultController<Uint8Array>;
  readonly endsAt: number;
  revision: string;
}

/**
 * Server-sent events of one isolate: all who follow share one read an interval, and those of one subject its encoded bytes.
 * A stream ends by itself after 100 s, shortly before the isolate does, or when streams have used their share of its CPU.
 */
export function createEventStreams(deps: EventStreamDeps): EventStreams {
  const { clock } = deps;
  const isolateEndsAt = clock.elapsed() + deps.isolateMs - MARGIN_MS;
  const followers = new Set<Follower>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isReading = false;
  let cpuMs = 0;

  function spending<T>(work: () => T): T {
    const started = clock.elapsed();
    try {
      return work();
    } finally {
      cpuMs += clock.elapsed() - started;
    }
  }

  function leave(follower: Follower) {
    followers.delete(follower);
    if (followers.size > 0) return;
    clearTimeout(timer);
    timer = undefined;
  }

  function end(follower: Follower) {
    leave(follower);
    follower.controller.close();
  }

  function endThoseWhoseTimeIsOver() {
    const now = clock.elapsed();
    for (const follower of followers) if (cpuMs >= CPU_MS || follower.endsAt <= now) end(follower);
  }

  function tell(events: ReadonlyMap<string, StreamEvent>) {
    const encoded = new Map<string, Uint8Array>();
    for (const follower of followers) {
      const event = events.get(follower.subject);
      if (!event || event.revision === follower.revision) continue;
      const isSlow = (follower.controller.desiredSize ?? 0) <= 0;
      if (isSlow && !event.isLast) continue;
      const bytes = encoded.get(follower.subject) ?? encode(event);
      encoded.set(follower.subject, bytes);
      follower.controller.enqueue(bytes);
      follower.revision = event.revision;
      if (event.isLast) end(follower);
    }
  }

  async function read() {
    isReading = true;
    cpuMs += READ_CPU_MS;
    try {
      const events = await deps.read([...new Set(Array.from(followers, ({ subject }) => subject))]);
      spending(() => tell(events));
    } catch (error) {
      // Whoever follows is told at a later look, or comes back and is refused.
      deps.logger.warn("events_not_read", error, { followers: followers.size });
    } finally {
      isReading = false;
    }
  }

  function look() {
    endThoseWhoseTimeIsOver();
    if (followers.size === 0) return;
    // A read that takes long must not hold up the end of a stream.
    if (!isReading) void read();
    lookLater();
  }

  function lookLater() {
    const nextEnd = Math.min(...Array.from(followers, ({ endsAt }) => endsAt)) - clock.elapsed();
    clearTimeout(timer);
    timer = setTimeout(look, Math.max(0, Math.min(deps.pollMs, nextEnd)));
  }

  function open(subject: string, first: StreamEvent): ReadableStream<Uint8Array> {
    let follower: Follower | undefined;
    return new ReadableStream<Uint8Array>(
      {
        start(controller) {
          const retryMs = Math.round(RETRY_MS + RETRY_SPREAD_MS * deps.random());
          controller.enqueue(encode(first, `retry: ${retryMs}\n`));
          const now = clock.elapsed();
          const endsAt = Math.min(now + STREAM_MS, isolateEndsAt);
          if (first.isLast || endsAt <= now || cpuMs >= CPU_MS) return controller.close();
          follower = { subject, controller, endsAt, revision: first.revision };
          followers.add(follower);
          if (timer === undefined) lookLater();
        },
        cancel() {
          if (follower) leave(follower);
        },
      },
      { highWaterMark: QUEUED_MESSAGES },
    );
  }

  return {
    follow: (c, subject, first) =>
      c.body(
        spending(() => open(subject, first)),
        200,
        { "content-type": EVENT_STREAM, "cache-control": "no-cache" },
      ),
  };
}

const encoder = new TextEncoder();

/** JSON has no line breaks, so its text is one `data:` line. */
function encode({ name, id, data }: StreamEvent, before = ""): Uint8Array {
  return encoder.encode(`${before}event: ${name}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`);
}
