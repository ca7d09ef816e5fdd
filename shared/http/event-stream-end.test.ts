import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { eventOf, followEvents, POLL_MS } from "../../tests/support/event-followers.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("a stream ends", () => {
  test("with the last event, at once where that is the first", async () => {
    const { now, follow } = followEvents();
    now.set("a", eventOf(1));
    const one = await follow("a");
    now.set("a", eventOf(2, null, true));
    await vi.advanceTimersByTimeAsync(POLL_MS);
    expect(one.isEnded).toBe(true);
    expect(one.text()).toContain("event: end\nid: end\n");
    expect((await follow("a")).isEnded).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("after 100 seconds, to the millisecond, whenever it began", async () => {
    const { now, follow } = followEvents({ pollMs: 700 });
    now.set("a", eventOf(1));
    const first = await follow("a");
    await vi.advanceTimersByTimeAsync(50_300);
    const second = await follow("a");
    await vi.advanceTimersByTimeAsync(49_699);
    expect([first.isEnded, second.isEnded]).toEqual([false, false]);
    await vi.advanceTimersByTimeAsync(1);
    expect([first.isEnded, second.isEnded]).toEqual([true, false]);
    await vi.advanceTimersByTimeAsync(50_300);
    expect(second.isEnded).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  test.each([
    ["free plan", 150_000, 130_000],
    ["paid plan", 400_000, 380_000],
  ])("20 seconds before its isolate does: %s", async (_, isolateMs, endsAt) => {
    const { now, follow } = followEvents({ isolateMs });
    now.set("a", eventOf(1));
    await vi.advanceTimersByTimeAsync(endsAt - 60_000);
    const one = await follow("a");
    await vi.advanceTimersByTimeAsync(59_999);
    expect(one.isEnded).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(one.isEnded).toBe(true);
    // Whoever comes even later is told what there is, and sent to another isolate.
    const late = await follow("a");
    expect(late.text()).toContain("id: 1\n");
    expect(late.isEnded).toBe(true);
  });

  test("when streams have used 600 ms of the isolate's CPU", async () => {
    const fixture = followEvents();
    const { now, follow, spend } = fixture;
    const costly = {
      toJSON() {
        spend(200);
        return "costly";
      },
    };
    now.set("a", eventOf(1));
    const one = await follow("a");
    for (const revision of [2, 3]) {
      now.set("a", eventOf(revision, costly));
      await vi.advanceTimersByTimeAsync(POLL_MS);
    }
    expect(one.isEnded).toBe(false);
    now.set("a", eventOf(4, costly));
    await vi.advanceTimersByTimeAsync(2 * POLL_MS);
    expect(one.isEnded).toBe(true);
    expect(one.text()).toContain("id: 4\n");
    expect((await follow("a")).isEnded).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("in time although a read never answers", async () => {
    const read = vi.fn(() => new Promise<never>(() => {}));
    const { now, follow } = followEvents({ read });
    now.set("a", eventOf(1));
    const one = await follow("a");
    await vi.advanceTimersByTimeAsync(100_000);
    expect(one.isEnded).toBe(true);
    expect(read).toHaveBeenCalledTimes(1);
  });
});
