import type { z } from "zod";
import { Failure } from "../failure.ts";

/** Fills in a family's defaults. Throws a Failure that points at each parameter out of range or unknown. */
export function parseParamsWith<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  family: string,
): z.output<Schema> {
  const parsed = schema.safeParse(input ?? {});
  if (parsed.success) return parsed.data;
  throw new Failure("invalid_request", `The parameters of ${family} are not valid.`, {
    errors: parsed.error.issues.map((issue) => ({
      pointer: `/${issue.path.join("/")}`,
      detail: issue.message,
    })),
  });
}
