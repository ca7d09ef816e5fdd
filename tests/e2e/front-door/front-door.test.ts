import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { OPERATIONS, type Operation } from "./api-document.ts";
import { ADMITTED, refusalOf } from "./caller-matrix.ts";
import type { Credential } from "./credentials.ts";
import { type Door, each, openDoor, SYMBOL } from "./door.ts";
import { fuzzSuite } from "./fuzz-suite.ts";
import { refusalSuite } from "./refusals.ts";

/** fuzz.long.test.ts sends thousands. */
const FUZZ_CASES = 400;

let door: Door;
beforeAll(async () => {
  door = await openDoor();
});
afterAll(() => door?.close());

const STAND_INS: Readonly<Record<string, string>> = {
  id: "5a1c7ba8-7a0f-4d8c-8f0e-0c2e1b5f3a99",
  version: "none",
  symbol: SYMBOL,
  picture: "reliability.svg",
};

async function knock({ method, path }: Operation, credential: Credential): Promise<number> {
  const concrete = path.replace(/\{(\w+)\}/g, (_, name) => STAND_INS[name] ?? "x");
  const answer = await fetch(`${door.stack.url}/functions/v1${concrete}`, {
    method,
    headers: { ...door.visitors.headers[credential], "content-type": "application/json" },
    ...(method !== "GET" && { body: "{}" }),
  });
  await answer.arrayBuffer();
  return answer.status;
}

describe("every route for every kind of caller", () => {
  test("has a row in the matrix, and every row a route", () => {
    expect(Object.keys(ADMITTED).sort()).toEqual(OPERATIONS.map(({ name }) => name).sort());
  });

  test("lets in whom the matrix names, and nobody else", async () => {
    const kinds = Object.keys(door.visitors.headers) as Credential[];
    const visits = OPERATIONS.flatMap((operation) => kinds.map((credential) => ({ operation, credential })));
    const wrong: string[] = [];
    await each(visits, async ({ operation, credential }) => {
      const expected = refusalOf(credential, ADMITTED[operation.name] ?? []);
      const status = await knock(operation, credential);
      const isRight = expected === undefined ? ![401, 403, 500].includes(status) : status === expected;
      if (!isRight) wrong.push(`${operation.name} as ${credential}: ${status}, not ${expected ?? "let in"}`);
    });
    expect(wrong).toEqual([]);
    console.log(
      `caller matrix: ${OPERATIONS.length} routes x ${kinds.length} callers = ${visits.length} visits, all as declared`,
    );
  });
});

fuzzSuite(() => door, FUZZ_CASES);

refusalSuite(() => door);
