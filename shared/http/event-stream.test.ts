import fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { decode, eventOf, followEvents, POLL_MS } from "../../tests/support/event-followers.ts";
import { type EventStreamDeps, wantsEvents } from "./event-stream.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("a stream begins with what there is, and tells each change once, as text/event-stream", async () => {
  const { now, follow } = followEvents();
  now.set("a", eventOf(1, { share: 0.1 }));
  const one = await follow("a");
  expect(one.response.headers.get("content-type")).toBe("text/event-stream");
  expect(one.text()).toBe('retry: 2000\nevent: progress\nid: 1\ndata: {"share":0.1}\n\n');
  await vi.advanceTimersByTimeAsync(3 * POLL_MS);
  expect(one.chunks).toHaveLength(1);
  now.set("a", eventOf(2, "x"));
  await vi.advanceTimersByTimeAsync(POLL_MS);
  expect(decode(one.chunks[1]!)).toBe('event: progress\nid: 2\ndata: "x"\n\n');
});

test("all who follow share one read an interval, and those of one subject its bytes", async () => {
  const { now, reads, follow } = followEvents();
  const toJSON = vi.fn(() => "told");
  for (const subject of ["a", "b"]) now.set(subject, eventOf(1));
  const followers = await Promise.all(["a", "b", "a", "a"].map(follow));
  now.set("a", eventOf(2, { toJSON }));
  await vi.advanceTimersByTimeAsync(4 * POLL_MS);
  expect(reads).toHaveLength(4);
  expect(reads[0]!.toSorted()).toEqual(["a", "b"]);
  const [first, other, second, third] = followers.map(({ chunks }) => chunks[1]);
  expect(toJSON).toHaveBeenCalledTimes(1);
  expect(other).toBeUndefined();
  expect(second).toBe(first);
  expect(third).toBe(first);
});

test("who comes between two looks is not told again what it has seen", async () => {
  const { now, follow } = followEvents();
  now.set("a", eventOf(1));
  const early = await follow("a");
  now.set("a", eventOf(2));
  const late = await follow("a");
  await vi.advanceTimersByTimeAsync(POLL_MS);
  expect(early.text().match(/id: \d/g)).toEqual(["id: 1", "id: 2"]);
  expect(late.text().match(/id: \d/g)).toEqual(["id: 2"]);
});

test("who hangs up releases the look, and the others go on", async () => {
  const { now, reads, follow } = followEvents();
  for (const subject of ["a", "b"]) now.set(subject, eventOf(1));
  const [a, b] = [await follow("a"), await follow("b")];
  await a.leave();
  await vi.advanceTimersByTimeAsync(POLL_MS);
  expect(reads).toEqual([["b"]]);
  await b.leave();
  expect(vi.getTimerCount()).toBe(0);
  await vi.advanceTimersByTimeAsync(10 * POLL_MS);
  expect(reads).toHaveLength(1);
});

test("a read that fails is logged, and the next one tells", async () => {
  const { now, warned, follow } = followEvents({
    read: vi
      .fn<EventStreamDeps["read"]>()
      .mockRejectedValueOnce(new Error("gone"))
      .mockResolvedValue(new Map([["a", eventOf(2)]])),
  });
  now.set("a", eventOf(1));
  const one = await follow("a");
  await vi.advanceTimersByTimeAsync(POLL_MS);
  expect(warned).toEqual(["events_not_read"]);
  await vi.advanceTimersByTimeAsync(POLL_MS);
  expect(one.text()).toContain("id: 2\n");
});

test("clients of one isolate do not all come back at once", async () => {
  const draws = [0, 0.25, 0.999];
  const { now, follow } = followEvents({ random: () => draws.shift()! });
  now.set("a", eventOf(1));
  const retries = [];
  for (let i = 0; i < 3; i++) retries.push(Number((await follow("a")).text().match(/retry: (\d+)/)![1]));
  expect(retries).toEqual([1_000, 1_500, 2_998]);
});

test("whoever comes, goes and is told when: every follower sees the newest, in order, once; nothing is left behind", async () => {
  const acts = fc.array(
    fc.oneof(
      fc.record({ act: fc.constant("follow" as const), subject: fc.constantFrom("a", "b", "c") }),
      fc.record({ act: fc.constant("leave" as const), which: fc.nat(20) }),
      fc.record({ act: fc.constant("change" as const), subject: fc.constantFrom("a", "b", "c") }),
      fc.record({ act: fc.constant("wait" as const), ms: fc.integer({ min: 1, max: 3 * POLL_MS }) }),
    ),
    { maxLength: 40 },
  );
  await fc.assert(
    fc.asyncProperty(acts, async (plan) => {
      const { now, reads, follow } = followEvents();
      let revision = 0;
      let waitedMs = 0;
      for (const subject of ["a", "b", "c"]) now.set(subject, eventOf(++revision));
      const following: { subject: string; one: Awaited<ReturnType<typeof follow>> }[] = [];
      for (const step of plan) {
        if (step.act === "follow") following.push({ subject: step.subject, one: await follow(step.subject) });
        else if (step.act === "change") now.set(step.subject, eventOf(++revision));
        else if (step.act === "leave") await following.splice(step.which, 1)[0]?.one.leave();
        else {
          waitedMs += step.ms;
          await vi.advanceTimersByTimeAsync(step.ms);
        }
      }
      await vi.advanceTimersByTimeAsync(POLL_MS);
      for (const { subject, one } of following) {
        const seen = Array.from(one.text().matchAll(/id: (\d+)/g), ([, id]) => Number(id));
        expect(seen).toEqual([...new Set(seen)].toSorted((a, b) => a - b));
        expect(seen.at(-1)).toBe(Number(now.get(subject)!.revision));
      }
      expect(reads.length).toBeLessThanOrEqual(Math.ceil((waitedMs + POLL_MS) / POLL_MS));
      for (const { one } of following) await one.leave();
      expect(vi.getTimerCount()).toBe(0);
    }),
    { numRuns: 100 },
  );
});

test("a client asks for events by its accept header", () => {
  expect(wantsEvents("text/event-stream")).toBe(true);
  expect(wantsEvents("application/json, text/event-stream;q=0.9")).toBe(true);
  expect(wantsEvents("application/json")).toBe(false);
  expect(wantsEvents(undefined)).toBe(false);
});
