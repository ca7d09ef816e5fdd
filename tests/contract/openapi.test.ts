import { readFile } from "node:fs/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { describeApi, OPENAPI_PATH } from "../../docs/generate-openapi.ts";
import { SCOPES } from "../../shared/api-keys/scopes.ts";

interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly "x-callers"?: readonly string[];
  readonly "x-scope"?: string;
  readonly security?: readonly object[];
  readonly requestBody?: { readonly required?: boolean };
  readonly responses: Record<string, { readonly content?: Record<string, unknown> }>;
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

describe("docs/openapi.json", () => {
  it("is current (npm run openapi)", async () => {
    expect(JSON.parse(await readFile(OPENAPI_PATH, "utf8"))).toEqual(JSON.parse(JSON.stringify(document)));
  });

  it("resolves every reference", () => {
    for (const [, name] of JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      expect(document.components.schemas).toHaveProperty([name!]);
    }
  });

  it("names every operation once, says who may call it, and requires the bodies it reads", () => {
    const ids = operations.map(([, { operationId }]) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
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
