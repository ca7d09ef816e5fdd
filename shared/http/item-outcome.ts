import { Failure } from "../failure.ts";
import type { ItemProblem } from "../wire/item-problem.ts";
import type { Logger } from "./logger.ts";

/** The end of one item of a request for many. */
export type ItemOutcome<Answer> =
  | { readonly answer: Answer; readonly problem: null }
  | { readonly answer: null; readonly problem: ItemProblem };

/**
 * Settles one item, so that it takes none of the others with it. An unexpected error becomes a bare "internal": its
 * cause is logged and never sent.
 */
export async function settleItem<Answer>(
  logger: Logger,
  work: Promise<Answer>,
): Promise<ItemOutcome<Answer>> {
  try {
    return { answer: await work, problem: null };
  } catch (error) {
    return { answer: null, problem: problemOf(logger, error) };
  }
}

function problemOf(logger: Logger, error: unknown): ItemProblem {
  if (!(error instanceof Failure) || error.code === "internal") {
    logger.error("item_failed", error);
    return { code: "internal", detail: "Something went wrong on our side." };
  }
  const { code, detail, errors } = error;
  return { code, detail, ...(errors.length > 0 && { errors: [...errors] }) };
}
