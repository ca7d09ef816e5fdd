import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { OPENAPI_PATH } from "../../docs/generate-openapi.ts";

interface Operation {
  readonly "x-rate-limit": "exempt" | { readonly cost: unknown; readonly onFailure: "open" | "closed" };
  readonly responses: Readonly<Record<string, unknown>>;
  readonly parameters?: readonly { readonly name: string }[];
}

const { paths } = JSON.parse(readFileSync(OPENAPI_PATH, "utf8")) as {
  paths: Record<string, Record<string, Operation>>;
};
const operations = Object.entries(paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, operation })),
);
const namesOf = (chosen: typeof operations) => chosen.map(({ name }) => name).sort();

test("no route is unlimited but those that may be", () => {
  const exempt = operations.filter(({ operation }) => operation["x-rate-limit"] === "exempt");
  expect(namesOf(exempt)).toEqual([
    "GET /health",
    "GET /ml-predict/status",
    "POST /jobs/run",
    "POST /models/canaries/run",
    "POST /models/outcomes/run",
  ]);
});

test("only reads pass while nobody can count", () => {
  const open = operations.filter(({ operation }) => {
    const limit = operation["x-rate-limit"];
    return limit !== "exempt" && limit.onFailure === "open";
  });
  expect(open.length).toBeGreaterThan(10);
  expect(namesOf(open).filter((name) => !name.startsWith("GET "))).toEqual([]);
});

test("every POST that creates something may be sent again under an Idempotency-Key", () => {
  const creating = operations.filter(
    ({ name, operation }) =>
      name.startsWith("POST ") && ("201" in operation.responses || "202" in operation.responses),
  );
  const without = creating.filter(
    ({ operation }) => !operation.parameters?.some(({ name }) => name === "Idempotency-Key"),
  );
  expect(creating.length).toBeGreaterThan(3);
  expect(namesOf(without)).toEqual([]);
});
