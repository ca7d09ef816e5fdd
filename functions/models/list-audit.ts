import * as z from "zod";
import { defineRoute, jsonAnswer } from "../../shared/http/define-route.ts";
import type { App } from "../../shared/http/env.ts";
import type { AuditEntry } from "../../shared/ports/audit-log.ts";
import { pageOf } from "../../shared/services/paging/page-of.ts";
import { isoMoment, MomentAnswer, withIsoMoments } from "../../shared/wire/moment.ts";
import { integerQuery, lineOfText } from "../../shared/wire/primitives.ts";
import type { ModelsDeps } from "./deps.ts";

const AuditQuery = z.strictObject({
  subject_kind: lineOfText(40).optional().meta({ example: "model" }),
  subject_id: lineOfText(200).optional(),
  action: lineOfText(80).optional().meta({ example: "model.promote" }),
  limit: integerQuery(1, 100, 50),
  cursor: z.coerce.number().int().positive().optional().describe("`next_cursor` of the page before"),
});

const AuditEntrySchema = z
  .object({
    id: z.int(),
    at: MomentAnswer,
    actor: z.object({
      kind: z.string(),
      id: z
        .string()
        .nullable()
        .describe(
          "A user's or API key's id, `secret:` and the name of a secret key, or the automatism's name",
        ),
    }),
    action: z.string().describe("<subject>.<verb>"),
    subject: z.object({ kind: z.string(), id: z.string() }),
    before: z.unknown().describe("What it changed, before; null when it did not exist"),
    after: z.unknown(),
    request_id: z.string().nullable(),
  })
  .meta({ id: "AuditEntry" });

const AuditAnswer = z
  .object({ entries: z.array(AuditEntrySchema), next_cursor: z.int().nullable() })
  .meta({ id: "Audit" });

const route = defineRoute(
  { callers: ["secret", "operator"], refusals: ["unavailable"] },
  {
    method: "get",
    path: "/audit",
    operationId: "listAuditEntries",
    summary: "Who changed what",
    description:
      "The append-only audit log, newest first: promotions, rollbacks, canaries, trainings, uploads and API keys, each written in the transaction of its act.",
    request: { query: AuditQuery },
    responses: { 200: jsonAnswer(AuditAnswer, "One page of the log") },
  },
);

export function listAuditOperation(app: App, deps: ModelsDeps) {
  app.openapi(route, async (c) => {
    const { subject_kind, subject_id, action, cursor, limit } = c.req.valid("query");
    const filter = {
      ...(subject_kind !== undefined && { subjectKind: subject_kind }),
      ...(subject_id !== undefined && { subjectId: subject_id }),
      ...(action !== undefined && { action }),
      ...(cursor !== undefined && { beforeId: cursor }),
    };
    const page = await pageOf(
      limit,
      (atMost) => deps.audit.list({ ...filter, limit: atMost }),
      ({ id }) => id,
    );
    return c.json({ entries: page.items.map(toWire), next_cursor: page.next ?? null }, 200);
  });
}

function toWire({ actor, before, after, ...entry }: AuditEntry): z.output<typeof AuditEntrySchema> {
  return {
    ...entry,
    actor: { kind: actor.kind, id: actor.id ?? null },
    at: isoMoment(entry.at),
    before: withIsoMoments(before ?? null),
    after: withIsoMoments(after ?? null),
    request_id: actor.requestId ?? null,
  };
}
