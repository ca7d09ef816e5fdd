import { describe, expect, it, test } from "vitest";
import { createPostgresRateLimiter } from "../../shared/adapters/supabase/rate-limiter.ts";
import { DEFAULT_TIERS } from "../../shared/limits/tier.ts";
import { describeRateLimiter } from "../support/rate-limiter-suite.ts";
import { ANON, OPERATOR, USER } from "./callers.ts";
import { MigratedDatabase } from "./database.ts";
import { serviceClient } from "./service-client.ts";

const database = new MigratedDatabase(8);

describeRateLimiter("postgres", (clock) => createPostgresRateLimiter(serviceClient(database), clock));

describe("take_rate_limits", () => {
  it.each([
    ["no limits", [], 1],
    ["a cost of nothing", [{ kind: "sliding_window", limit: 1, windowMs: 60_000 }], 0],
  ])("refuses %s", async (_, limits, cost) => {
    const asked = database.asService(
      (tx) => tx`select public.take_rate_limits('k', ${tx.json(limits)}, ${cost}, 0)`,
    );
    await expect(asked).rejects.toMatchObject({ code: "EW400" });
  });

  it.each([
    ["nobody signed in", ANON],
    ["a user", USER],
    ["an operator", OPERATOR],
  ])("is closed to %s, as its tables are", async (_, caller) => {
    for (const statement of [
      "select public.take_rate_limits('k', '[]', 1, 0)",
      "select public.get_rate_limit_tiers()",
      "select * from public.rate_limits",
      "select * from public.rate_limit_buckets",
      "update public.rate_limit_tiers set per_minute = null",
    ]) {
      await expect(database.as(caller, (tx) => tx.unsafe(statement))).rejects.toMatchObject({
        code: "42501",
      });
    }
  });
});

test("counters that weigh nothing any more are removed, the others stay", async () => {
  const left = await database.rolledBack(async (tx) => {
    await tx`delete from public.rate_limits`;
    await tx`insert into public.rate_limits (key, window_ms, window_start, window_end, used)
      select 'k', 60000, now() - age, now() - age + interval '1 minute', 1
      from unnest(array['30 seconds', '50 minutes', '62 minutes']::interval[]) as age`;
    await tx`insert into public.rate_limit_buckets (key, tokens, refilled_at, full_at)
      values ('full', 1, now(), now() - interval '1 second'), ('empty', 0, now(), now() + interval '1 minute')`;
    await tx`select internal.sweep_rate_limits()`;
    return await tx`select key from public.rate_limits union all select key from public.rate_limit_buckets where key in ('full', 'empty')`;
  });
  expect(left.map(({ key }) => key)).toEqual(["k", "k", "empty"]);
});

test("the tiers of the table are those that hold until it has been read", async () => {
  const tiers = await database.asService((tx) => tx`select public.get_rate_limit_tiers() as tiers`);
  expect(tiers[0]!.tiers).toEqual(DEFAULT_TIERS);
});
