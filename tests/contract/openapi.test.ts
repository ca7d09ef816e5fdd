import { readFile } from "node:fs/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { describeApi, OPENAPI_PATH } from "../../docs/generate-openapi.ts";
import { SCOPES } from "../../shared/api-keys/scopes.ts";
import { OPERATION_VERBS } from "../../shared/http/operation-id.ts";

interface Schema {
  readonly $ref?: string;
  readonly format?: string;
  readonly pattern?: string;
}

interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly "x-callers"?: readonly string[];
  readonly "x-scope"?: string;
  readonly security?: readonly object[];
  readonly requestBody?: { readonly required?: boolean };
  readonly responses: Record<
    string,
    { readonly description: string; readonly content?: Record<string, unknown> }
  >;
}

let document: Awaited<ReturnType<typeof describeApi>>;
let operations: [name: string, operation: Operation][];
beforeAll(async () => {
  document = await describeApi();
  operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item as Record<string, Operation>).map(([method, operation]): [string, Operation] => [
      `${method.toUpperCase()} ${path}`,
      operation,
    ]),
  );
});

/** Every schema in a part of the document, with where it stands; references are followed once. */
function schemasIn(part: unknown, place: string, seen = new Set<unknown>()): [string, Schema & object][] {
  if (part === null || typeof part !== "object" || seen.has(part)) return [];
  seen.add(part);
  const { $ref } = part as Schema;
  const target = $ref === undefined ? undefined : document.components.schemas[$ref.split("/").at(-1)!];
  return [
    [place, part],
    ...schemasIn(target, `${place} ${$ref}`, seen),
    ...Object.entries(part).flatMap(([name, member]) => schemasIn(member, `${place}/${name}`, seen)),
  ];
}

describe("docs/openapi.json", () => {
  it("is current (npm run openapi)", async () => {
    expect(JSON.parse(await readFile(OPENAPI_PATH, "utf8"))).toEqual(JSON.parse(JSON.stringify(document)));
  });

  it("resolves every reference", () => {
    for (const [, name] of JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      expect(document.components.schemas).toHaveProperty([name!]);
    }
  });

  it("names operations by a verb and a noun, each once", () => {
    const form = new RegExp(`^(${OPERATION_VERBS.join("|")})([A-Z][A-Za-z]*)?$`);
    const ids = operations.map(([, { operationId }]) => operationId);
    for (const id of ids) expect(id).toMatch(form);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("describes the tag of every function", () => {
    for (const { name, description } of document.tags) expect(description, name).toMatch(/^[A-Z].{20,}/);
  });

  it("tells each reason of a refusal once", () => {
    for (const [name, { responses }] of operations) {
      for (const [status, { description }] of Object.entries(responses)) {
        if (Number(status) < 400) continue;
        const reasons = description.split(", ");
        expect(new Set(reasons).size, `${name} ${status}: ${description}`).toBe(reasons.length);
      }
    }
    expect(operations.find(([name]) => name === "GET /models")?.[1].responses[503]?.description).toBe(
      "unavailable",
    );
  });

  it("has every moment of an answer in UTC with Z", () => {
    const moments = new Set<string>();
    for (const [name, { responses }] of operations) {
      for (const { content } of Object.values(responses)) {
        for (const [place, { format, pattern }] of schemasIn(content, name)) {
          if (format !== "date-time") continue;
          expect(pattern, place).toBe("Z$");
          moments.add(place);
        }
      }
    }
    expect(moments.size).toBeGreaterThan(50);
  });

  it("says of every column of bars that it is in epoch milliseconds", () => {
    for (const [place, schema] of schemasIn(document.components.schemas, "")) {
      if (!place.endsWith("/ts") || !("items" in schema)) continue;
      if (JSON.stringify(schema.items).includes("date-time")) continue;
      expect(schema, place).toMatchObject({ description: expect.stringContaining("epoch milliseconds") });
    }
  });

  it("has a summary of every operation, says who may call it, and requires the bodies it reads", () => {
    for (const [name, operation] of operations) {
      expect(operation.summary, name).toBeTruthy();
      expect(operation["x-callers"], name).not.toHaveLength(0);
      if (operation.requestBody) expect(operation.requestBody.required, name).toBe(true);
    }
  });

  it("names a scope for every route that takes API keys, and takes them nowhere else", () => {
    for (const [name, operation] of operations) {
      const takesKeys = operation["x-callers"]?.includes("api_key");
      expect(operation["x-scope"] !== undefined, name).toBe(takesKeys);
      expect(operation.security?.some((scheme) => "apiKey" in scheme) ?? false, name).toBe(takesKeys);
      if (takesKeys) expect(SCOPES, name).toContain(operation["x-scope"]);
    }
  });

  it("answers every refusal as problem+json", () => {
    for (const [name, { responses }] of operations) {
      for (const [status, { content }] of Object.entries(responses)) {
        if (Number(status) < 400 || !content) continue;
        expect(Object.keys(content), `${name} ${status}`).toContain("application/problem+json");
      }
    }
  });
});
