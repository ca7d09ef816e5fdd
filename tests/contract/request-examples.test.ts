import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { DEMO_INSTRUMENTS } from "../../seed/demo-instruments.ts";
import { PROJECT_ROOT } from "../../supabase/local/project-config.ts";
import { DEMO_MODEL_VERSION } from "../../supabase/local/seed-demo.ts";
import { API, OPERATIONS } from "../e2e/front-door/api-document.ts";
import { exampleRequests, type RequestExample } from "../e2e/front-door/request-examples.ts";

const EXAMPLES = exampleRequests();
const BODIES = EXAMPLES.filter(({ place }) => place === "body");

/** Names that an example gives to what it makes. */
const NEW_MODELS = ["POST /models", "POST /trigger-training"];

const SEEDED = new Set(DEMO_INSTRUMENTS.map(({ symbol }) => symbol));
const STORED_TIMEFRAMES = new Set(["1h", "1m"]);

/** Values of members of such a name anywhere in an example. */
function named(names: RegExp, { name, value }: RequestExample): unknown[] {
  const found: unknown[] = [];
  function visit(key: string, member: unknown): void {
    if (Array.isArray(member)) for (const item of member) visit(key, item);
    else if (member !== null && typeof member === "object")
      for (const [inner, item] of Object.entries(member)) visit(inner, item);
    else if (names.test(key)) found.push(member);
  }
  visit(name, value);
  return found;
}

test("every example fits its schema", () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema({ $id: "api", components: API.components });
  const flaws = EXAMPLES.flatMap(({ operation, name, value, schema }) => {
    const check = ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"api#/')));
    return check(value) ? [] : [`${operation.name} ${name}: ${ajv.errorsText(check.errors)}`];
  });
  expect(flaws).toEqual([]);
});

test("every JSON body has one, and so has every parameter that must be sent", () => {
  const withBody = new Set(BODIES.map(({ operation }) => operation.name));
  const bodies = Object.entries(API.paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([, { requestBody }]) => requestBody?.content["application/json"])
      .map(([method]) => `${method.toUpperCase()} ${path}`),
  );
  expect(bodies.length).toBeGreaterThan(15);
  expect(bodies.filter((name) => !withBody.has(name))).toEqual([]);
  const given = new Set(EXAMPLES.map(({ operation, name }) => `${operation.name} ${name}`));
  const required = OPERATIONS.flatMap(({ name: operation, parameters }) =>
    parameters
      .filter(({ required, in: place, schema }) => required && place !== "header" && !schema.enum)
      .map(({ name }) => `${operation} ${name}`),
  );
  expect(required.length).toBeGreaterThan(25);
  expect(required.filter((name) => !given.has(name))).toEqual([]);
});

test("symbols, universes and models that they name are those of npm start, and bars are of timeframes that it stores", () => {
  const sql = readFileSync(`${PROJECT_ROOT}/seed/instruments.sql`, "utf8");
  let symbols = 0;
  for (const example of EXAMPLES) {
    const where = `${example.operation.name} ${example.name}`;
    for (const text of named(/^(symbols?|reference|universe)$/, example)) {
      for (const symbol of String(text).split(",")) {
        expect(SEEDED, where).toContain(symbol);
        expect(sql, where).toContain(`{"symbol": "${symbol}"`);
        symbols += 1;
      }
    }
    if (!NEW_MODELS.includes(example.operation.name)) {
      for (const version of named(/^(model_version|version)$/, example))
        if (typeof version === "string") expect(version, where).toBe(DEMO_MODEL_VERSION);
    }
    const makesBars = /^POST \/market-data/.test(example.operation.name);
    for (const timeframe of named(makesBars ? /^resample_from$/ : /^(timeframe|resample_from)$/, example))
      expect(STORED_TIMEFRAMES, where).toContain(timeframe);
  }
  expect(symbols).toBeGreaterThan(25);
});
