import { readFile } from "node:fs/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { describeApi, OPENAPI_PATH } from "../../docs/generate-openapi.ts";

interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly "x-callers"?: readonly string[];
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

  it("answers every refusal as problem+json", () => {
    for (const [name, { responses }] of operations) {
      for (const [status, { content }] of Object.entries(responses)) {
        if (Number(status) < 400 || !content) continue;
        expect(Object.keys(content), `${name} ${status}`).toContain("application/problem+json");
      }
    }
  });
});
