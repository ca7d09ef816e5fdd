import * as z from "zod";
import { Failure } from "../../shared/failure.ts";
import { defineRoute, jsonAnswer } from "../../shared/http/define-route.ts";
import type { App } from "../../shared/http/env.ts";
import { isoMoment } from "../../shared/wire/moment.ts";
import type { ApiKeysDeps } from "./deps.ts";
import { keyOwnerOf } from "./owner.ts";
import { KeyParams } from "./schema.ts";

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 30;
const MAX_DAYS = 92;

const DaySchema = z.iso.date().meta({ example: "2026-01-15" });
const UsageQuery = z.strictObject({
  from: DaySchema.optional().describe(
    `First day, UTC; ${DEFAULT_DAYS} days before the last one when left out`,
  ),
  to: DaySchema.optional().describe("Last day, UTC; today when left out"),
});

const UsageAnswer = z
  .object({
    key_id: z.uuid(),
    from: z.string(),
    to: z.string(),
    calls: z.int().describe("All of them"),
    usage: z.array(
      z.object({
        day: z.string(),
        endpoint: z.string().describe("Method and path of the route"),
        status: z.int(),
        calls: z.int(),
      }),
    ),
  })
  .meta({ id: "ApiKeyUsage" });

const route = defineRoute(
  { callers: ["user"], refusals: ["not_found", "unavailable"] },
  {
    method: "get",
    path: "/{id}/usage",
    operationId: "getApiKeyUsage",
    summary: "Read an API key's usage",
    description: "Calls by day (UTC), endpoint and status, a few seconds late.",
    request: { params: KeyParams, query: UsageQuery },
    responses: { 200: jsonAnswer(UsageAnswer, "The usage") },
  },
);

export function readUsageOperation(app: App, deps: ApiKeysDeps) {
  app.openapi(route, async (c) => {
    const { id } = c.req.valid("param");
    const days = daysOf(c.req.valid("query"), deps.clock.now());
    const usage = await deps.keys.usage(keyOwnerOf(c).id, id, days);
    if (!usage) throw new Failure("not_found", `You have no API key ${id}.`);
    const calls = usage.reduce((sum, entry) => sum + entry.calls, 0);
    return c.json({ key_id: id, ...days, calls, usage: [...usage] }, 200);
  });
}

/** The days asked for, at most three months of them. */
function daysOf(query: z.output<typeof UsageQuery>, now: number): { from: string; to: string } {
  const to = query.to ?? dayOf(now);
  const from = query.from ?? dayOf(Date.parse(to) - (DEFAULT_DAYS - 1) * DAY_MS);
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
  if (days >= 1 && days <= MAX_DAYS) return { from, to };
  const detail = `must lie 0 to ${MAX_DAYS - 1} days before \`to\``;
  throw new Failure("invalid_request", `from: ${detail}`, { errors: [{ pointer: "/query/from", detail }] });
}

function dayOf(ms: number): string {
  return isoMoment(ms).slice(0, 10);
}
