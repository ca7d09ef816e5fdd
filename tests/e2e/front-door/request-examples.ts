import { API, OPERATIONS, type Operation, type Schema } from "./api-document.ts";

/** An example of docs/openapi.json of something that a client sends. */
export interface RequestExample {
  readonly operation: Operation;
  readonly place: "body" | "path" | "query";
  /** The parameter's; of a body "body". */
  readonly name: string;
  readonly value: unknown;
  readonly schema: Schema;
}

/** The schema itself, where it is named elsewhere. */
function resolve(schema: Schema): Schema {
  return schema.$ref ? resolve(API.components.schemas[schema.$ref.split("/").at(-1)!]!) : schema;
}

/** Every example of a body or of a parameter in a path or query. */
export function exampleRequests(): RequestExample[] {
  return OPERATIONS.flatMap((operation) => {
    const parameters = operation.parameters.flatMap(({ name, in: place, schema }): RequestExample[] => {
      const { example } = resolve(schema);
      if (place === "header" || example === undefined) return [];
      return [{ operation, place, name, value: example, schema }];
    });
    const { body } = operation;
    const bodies = body ? (resolve(body).examples ?? []) : [];
    return [
      ...parameters,
      ...bodies.map(
        (value): RequestExample => ({ operation, place: "body", name: "body", value, schema: body! }),
      ),
    ];
  });
}
