import * as z from "zod";
import { KEY_ENVIRONMENTS } from "../../shared/api-keys/key-text.ts";
import { SCOPES } from "../../shared/api-keys/scopes.ts";
import { defineRoute, jsonAnswer, jsonBody } from "../../shared/http/define-route.ts";
import type { App } from "../../shared/http/env.ts";
import type { VerifiedApiKey } from "../../shared/ports/api-key-verifier.ts";
import { CHECK_CODES, type KeyCheck, verifyKey } from "../../shared/services/api-keys/verify.ts";
import { Ipv4Schema, Ipv6Schema } from "../../shared/wire/primitives.ts";
import { chargeKey } from "./charge-key.ts";
import type { ApiKeysDeps } from "./deps.ts";

const VerifyBody = z
  .strictObject({
    key: z.string().min(1).max(200).describe("The text that was presented to you"),
    scope: z.enum(SCOPES).optional().describe("What it must allow"),
    address: z
      .union([Ipv4Schema, Ipv6Schema])
      .optional()
      .describe("Where it was sent from; without it a key that is bound to networks is refused"),
  })
  .meta({ id: "VerifyApiKey", examples: [{ key: "ew_live_as-presented-to-you", scope: "predict:read" }] });

const VerifyAnswer = z
  .object({
    valid: z.boolean(),
    code: z.enum(CHECK_CODES).describe("Branch on this"),
    key: z
      .object({
        id: z.uuid(),
        owner_id: z.uuid(),
        name: z.string(),
        environment: z.enum(KEY_ENVIRONMENTS),
        scopes: z.array(z.string()),
        rate_limit: z.object({ per_minute: z.int(), per_hour: z.int() }),
        metadata: z.record(z.string(), z.unknown()),
        expires_at: z.string().nullable().describe("The end of this text of the key"),
      })
      .nullable()
      .describe("Only of a key that is valid"),
  })
  .meta({ id: "ApiKeyCheck" });

const route = defineRoute(
  { callers: ["secret", "api_key"], scope: "keys:verify", refusals: ["unavailable"] },
  {
    method: "post",
    path: "/verify",
    operationId: "verifyApiKey",
    summary: "Verify an API key",
    description:
      "For a gateway of your own: may this key do this, from there, now? A good key pays one request of its limits for it. An API key with the scope keys:verify learns of its owner's keys only.",
    request: { body: jsonBody(VerifyBody) },
    responses: { 200: jsonAnswer(VerifyAnswer, "The verdict, good or bad") },
  },
);

export function verifyKeyOperation(app: App, deps: ApiKeysDeps) {
  app.openapi(route, async (c) => {
    const { key: text, scope, address } = c.req.valid("json");
    const { caller } = c.var;
    const ownerId = caller.kind === "api_key" ? caller.userId : undefined;
    const charge = (key: VerifiedApiKey) => chargeKey(deps, key);
    const check = await verifyKey({ ...deps, charge }, { text, scope, address, ownerId });
    return c.json(toAnswer(check), 200, { "cache-control": "no-store" });
  });
}

function toAnswer(check: KeyCheck): z.output<typeof VerifyAnswer> {
  if (check.code !== "VALID") return { valid: false, code: check.code, key: null };
  const { keyId, userId, name, environment, scopes, limits, metadata, expiresAt } = check.key;
  return {
    valid: true,
    code: "VALID",
    key: {
      id: keyId,
      owner_id: userId,
      name,
      environment,
      scopes: [...scopes],
      rate_limit: { per_minute: limits.perMinute, per_hour: limits.perHour },
      metadata: { ...metadata },
      expires_at: expiresAt ?? null,
    },
  };
}
