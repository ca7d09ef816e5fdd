import * as z from "zod";
import { KEY_ENVIRONMENTS } from "../../shared/api-keys/key-text.ts";
import { GRANTABLE_SCOPES } from "../../shared/api-keys/scopes.ts";
import type { ApiKeyRecord } from "../../shared/ports/api-key-store.ts";
import type { IssuedKey } from "../../shared/services/api-keys/manage.ts";
import { isoMoment, isoMomentOrNull, MomentAnswer } from "../../shared/wire/moment.ts";
import {
  IdSchema,
  Ipv4Schema,
  Ipv6Schema,
  integerQuery,
  lineOfText,
  linesOfText,
  MomentSchema,
} from "../../shared/wire/primitives.ts";

const MAX_SCOPES = 32;
const MAX_NETWORKS = 64;
const MAX_METADATA_ENTRIES = 32;
const MAX_GRACE_SECONDS = 30 * 86_400;
const STATUSES = ["active", "disabled", "expired", "revoked"] as const;

const NameSchema = lineOfText(100).trim().min(1).meta({ example: "my trading bot" });
const DescriptionSchema = linesOfText(1_000)
  .trim()
  .min(1)
  .nullable()
  .describe("Your notes about the key, such as who holds it; null = none");
const ScopesSchema = z
  .array(z.enum(GRANTABLE_SCOPES as [string, ...string[]]))
  .min(1)
  .max(MAX_SCOPES)
  .transform((scopes) => [...new Set(scopes)])
  .meta({
    type: "array",
    items: { type: "string", enum: [...GRANTABLE_SCOPES] },
    example: ["predict:read"],
  });
const NetworkSchema = z.union([Ipv4Schema, Ipv6Schema, z.cidrv4(), z.cidrv6()], {
  error: "must be an IPv4 or IPv6 address, or a network such as 10.0.0.0/8",
});
const AllowlistSchema = z
  .array(NetworkSchema)
  .max(MAX_NETWORKS)
  .describe("Addresses and networks that the key may be used from; none = anywhere");
const MetadataSchema = z
  .record(lineOfText(64), z.union([lineOfText(256), z.number().min(-1e15).max(1e15), z.boolean()]))
  .refine((metadata) => Object.keys(metadata).length <= MAX_METADATA_ENTRIES, {
    error: `must have at most ${MAX_METADATA_ENTRIES} entries`,
  })
  .describe("Yours to use; at most 4096 bytes");

export const KeyParams = z.object({ id: IdSchema });

export const IssueKeyBody = z
  .strictObject({
    name: NameSchema,
    description: DescriptionSchema.default(null),
    scopes: ScopesSchema,
    environment: z
      .enum(KEY_ENVIRONMENTS)
      .default("live")
      .describe("test: synthetic symbols (SYN-…) only, at no cost"),
    type: z
      .string()
      .regex(/^[a-z][a-z0-9_-]{0,19}$/, "must be a word of at most 20 small letters, digits and _ -")
      .default("prediction")
      .describe("What you use it for, in a word"),
    expires_at: MomentSchema.optional().meta({
      example: "2099-12-31T00:00:00Z",
      description: "Never, when left out",
    }),
    ip_allowlist: AllowlistSchema.default([]),
    metadata: MetadataSchema.default({}),
  })
  .meta({
    id: "IssueApiKey",
    examples: [{ name: "my trading bot", scopes: ["predict:read"], environment: "test" }],
  });

export const EditKeyBody = z
  .strictObject({
    name: NameSchema.optional(),
    description: DescriptionSchema.optional(),
    scopes: ScopesSchema.optional(),
    ip_allowlist: AllowlistSchema.optional(),
    metadata: MetadataSchema.optional(),
    disabled: z.boolean().optional().describe("true: refused until it is enabled again"),
  })
  .refine((changes) => Object.keys(changes).length > 0, { error: "must change something" })
  .meta({ id: "EditApiKey", examples: [{ name: "my other bot", disabled: true }] });

export const RotateKeyBody = z
  .strictObject({
    grace_seconds: z
      .int()
      .min(0)
      .max(MAX_GRACE_SECONDS)
      .default(0)
      .describe("How long the text until now goes on working; 0 = not at all"),
  })
  .meta({ id: "RotateApiKey", examples: [{ grace_seconds: 3_600 }] });

export const ListKeysQuery = z.strictObject({
  limit: integerQuery(1, 100, 20),
  cursor: z.uuid().optional().describe("`next_cursor` of the page before"),
});

const time = MomentAnswer.nullable();

export const ApiKeySchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    description: z.string().nullable(),
    type: z.string(),
    environment: z.enum(KEY_ENVIRONMENTS),
    prefix: z.string().describe("The first characters of the key, to tell keys apart"),
    status: z.enum(STATUSES),
    scopes: z.array(z.string()),
    rate_limit: z.object({ per_minute: z.int(), per_hour: z.int() }),
    ip_allowlist: z.array(z.string()),
    metadata: z.record(z.string(), z.unknown()),
    expires_at: time,
    revoked_at: time,
    rotated_at: time,
    previous_valid_until: time.describe("Until when the key before the last rotation works, or worked"),
    last_used_at: time.describe("Up to a minute late"),
    usage_count: z.int().describe("Calls so far, up to a minute late"),
    created_at: MomentAnswer,
    updated_at: MomentAnswer,
  })
  .meta({ id: "ApiKey" });

/** The secret stands apart from the record, so that an answer that is kept can be kept without it. */
export const IssuedKeySchema = ApiKeySchema.extend({
  key: z.string().optional().describe("The key itself. It is shown this once and stored nowhere"),
}).meta({ id: "IssuedApiKey" });

export const ApiKeysAnswer = z
  .object({ keys: z.array(ApiKeySchema), next_cursor: z.string().nullable() })
  .meta({ id: "ApiKeys" });

/** @param now epoch milliseconds, for the status */
export function toWire(record: ApiKeyRecord, now: number): z.output<typeof ApiKeySchema> {
  return {
    id: record.id,
    name: record.name,
    description: record.description,
    type: record.type,
    environment: record.environment,
    prefix: record.prefix,
    status: statusOf(record, now),
    scopes: [...record.scopes],
    rate_limit: { per_minute: record.limits.perMinute, per_hour: record.limits.perHour },
    ip_allowlist: [...record.ipAllowlist],
    metadata: { ...record.metadata },
    expires_at: isoMomentOrNull(record.expiresAt),
    revoked_at: isoMomentOrNull(record.revokedAt),
    rotated_at: isoMomentOrNull(record.rotatedAt),
    previous_valid_until: isoMomentOrNull(record.previousValidUntil),
    last_used_at: isoMomentOrNull(record.lastUsedAt),
    usage_count: record.usageCount,
    created_at: isoMoment(record.createdAt),
    updated_at: isoMoment(record.updatedAt),
  };
}

export function toIssuedWire({ record, key }: IssuedKey, now: number): z.output<typeof IssuedKeySchema> {
  return { ...toWire(record, now), key };
}

function statusOf(record: ApiKeyRecord, now: number): (typeof STATUSES)[number] {
  if (record.revokedAt !== undefined) return "revoked";
  if (record.expiresAt !== undefined && record.expiresAt <= now) return "expired";
  return record.isActive ? "active" : "disabled";
}
