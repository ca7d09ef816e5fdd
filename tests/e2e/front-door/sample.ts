import type { Random } from "../../../shared/math/random.ts";
import { API, type Schema } from "./api-document.ts";

/** Values that exist on the stack under test, by the name of the property or parameter that wants one. */
export type Known = Readonly<Record<string, readonly unknown[]>>;

export const pick = <T>(random: Random, values: readonly T[]): T => values[random.below(values.length)]!;

function resolve(schema: Schema): Schema {
  if (!schema.$ref) return schema;
  const name = schema.$ref.split("/").at(-1)!;
  return resolve(API.components.schemas[name]!);
}

/** A value that fits the schema, and what is stored where something of its name is known. */
export function sampleOf(given: Schema, random: Random, known: Known, name = ""): unknown {
  if (known[name] && random.uniform() < 0.95) return pick(random, known[name]);
  const schema = resolve(given);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return pick(random, schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return sampleOf(pick(random, choices), random, known, name);
  if (schema.allOf) {
    const parts = schema.allOf.map((part) => sampleOf(part, random, known, name));
    return Object.assign({}, ...(parts as object[]));
  }
  if (schema.example !== undefined && random.uniform() < 0.7) return schema.example;
  return sampleOfType(schema, random, known, name);
}

function sampleOfType(schema: Schema, random: Random, known: Known, name: string): unknown {
  const type = typeof schema.type === "string" ? schema.type : pick(random, schema.type ?? ["object"]);
  switch (type) {
    case "null":
      return null;
    case "boolean":
      return random.uniform() < 0.5;
    case "integer":
    case "number":
      return sampleNumber(schema, random, type === "integer");
    case "string":
      return sampleText(schema, random);
    case "array": {
      const length = Math.max(schema.minItems ?? 0, random.below(4));
      return Array.from({ length }, () => sampleOf(schema.items ?? {}, random, known, name));
    }
    default:
      return sampleObject(schema, random, known);
  }
}

function sampleNumber(schema: Schema, random: Random, isInteger: boolean): number {
  const low = schema.minimum ?? (schema.exclusiveMinimum === undefined ? 0 : schema.exclusiveMinimum + 1e-6);
  const high = Math.min(schema.maximum ?? low + 100, low + 1000);
  const value = low + random.uniform() * (high - low);
  return isInteger ? Math.ceil(value) : value;
}

function sampleText({ format, minLength = 1, maxLength = 40 }: Schema, random: Random): string {
  if (format === "uuid") return "5a1c7ba8-7a0f-4d8c-8f0e-0c2e1b5f3a99";
  if (format === "date-time") return new Date(Date.UTC(2025, random.below(12), 1)).toISOString();
  if (format === "date") return "2025-06-01";
  const length = Math.min(maxLength, minLength + random.below(12));
  return Array.from({ length }, () => pick(random, [..."abcdefgh0123456789"])).join("");
}

function sampleObject({ properties = {}, required = [] }: Schema, random: Random, known: Known) {
  const present = Object.entries(properties).filter(
    ([name]) => required.includes(name) || random.uniform() < 0.4,
  );
  return Object.fromEntries(present.map(([name, schema]) => [name, sampleOf(schema, random, known, name)]));
}
