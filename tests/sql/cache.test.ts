import { expect, test } from "vitest";
import { ANON, USER } from "./callers.ts";
import { MigratedDatabase } from "./database.ts";

const database = new MigratedDatabase();

test("a value is there until its time is over, and the sweep removes what is past", async () => {
  await database.rolledBack(async (tx) => {
    const read = async (key: string) => (await tx`select public.read_cache(${key}) as value`)[0]!.value;
    await tx`select public.write_cache('kept', '{"a": [1, null]}', 60000), public.write_cache('past', '1', -1)`;
    expect(await read("kept")).toEqual({ a: [1, null] });
    expect(await read("past")).toBeNull();
    expect(await read("never")).toBeNull();
    await tx`select public.write_cache('kept', '2', 60000)`;
    expect(await read("kept")).toBe(2);
    await tx`select internal.sweep_cache()`;
    expect(await tx`select key from private.cache_entries`).toEqual([{ key: "kept" }]);
  });
});

test("nothing is kept for longer than an hour, nor under a key without end", async () => {
  await database.rolledBack(async (tx) => {
    await tx`select public.write_cache('long', '1', 1e12)`;
    const [row] = await tx`
      select expires_at <= clock_timestamp() + interval '1 hour' as is_bounded from private.cache_entries`;
    expect(row).toEqual({ is_bounded: true });
    await expect(tx`select public.write_cache(repeat('k', 513), '1', 1)`).rejects.toMatchObject({
      code: "23514",
    });
  });
});

test.each([
  ["anonymous callers", ANON],
  ["users", USER],
])("%s neither read nor write it", async (_, caller) => {
  await expect(database.as(caller, (tx) => tx`select public.read_cache('a')`)).rejects.toMatchObject({
    code: "42501",
  });
  await expect(database.as(caller, (tx) => tx`select public.write_cache('a', '1', 1)`)).rejects.toMatchObject(
    { code: "42501" },
  );
});

test("the sweep is scheduled", async () => {
  const jobs = await database.sql`select schedule, command from cron.job where jobname = 'sweep-cache'`;
  expect(jobs).toEqual([{ schedule: "* * * * *", command: "select internal.sweep_cache()" }]);
});
