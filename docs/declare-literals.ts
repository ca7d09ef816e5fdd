import type * as z from "zod";

interface Literal extends z.core.$ZodType {
  readonly _zod: z.core.$ZodLiteral["_zod"];
}

/** Facts that the registry of schemas keeps for the API's document. */
type Registry = typeof z.globalRegistry;

/**
 * Declares every value of each literal in a contract; they are of one type, that of the first. The writer of the document knows literals of one value only, and
 * would keep the first of several.
 */
export function declareLiterals(contract: unknown, registry: Registry): void {
  for (const literal of literalsIn(contract)) {
    const { values } = literal._zod.def;
    if (values.length < 2) continue;
    registry.add(literal, { ...registry.get(literal), enum: [...values] });
  }
}

/** Literals anywhere in a contract: schemas hold others in their definitions. */
export function literalsIn(contract: unknown): Literal[] {
  const found: Literal[] = [];
  const seen = new Set<unknown>();
  function visit(value: unknown): void {
    if (value === null || typeof value !== "object" || seen.has(value)) return;
    seen.add(value);
    if (isSchema(value)) {
      if (value._zod.def.type === "literal") found.push(value as Literal);
      visit(value._zod.def);
    } else {
      for (const member of Object.values(value)) visit(member);
    }
  }
  visit(contract);
  return found;
}

function isSchema(value: object): value is z.core.$ZodType {
  return "_zod" in value;
}
