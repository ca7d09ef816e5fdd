import * as z from "zod";
import { deferred } from "./deferred.ts";

/** Why one item of many has no answer: what its own problem+json would have said. */
export const ItemProblemSchema = deferred(() =>
  z
    .object({
      code: z.string().describe("As in problem+json; branch on this"),
      detail: z.string(),
      errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
    })
    .meta({ id: "ItemProblem" }),
);

export type ItemProblem = z.infer<ReturnType<typeof ItemProblemSchema>>;
