/** Verbs that an operation's name may begin with. A new one is added here once no other says it. */
export const OPERATION_VERBS = [
  "add",
  "analyse",
  "cancel",
  "create",
  "decide",
  "delete",
  "draw",
  "get",
  "issue",
  "list",
  "optimise",
  "predict",
  "promote",
  "remove",
  "reorder",
  "replay",
  "resample",
  "revoke",
  "rollback",
  "rotate",
  "run",
  "set",
  "settle",
  "stop",
  "train",
  "update",
  "upload",
  "verify",
  "write",
] as const;

type OperationVerb = (typeof OPERATION_VERBS)[number];

/** The name of an operation in the API's document and in generated clients: a verb, or a verb and its noun (`getModelCard`). */
export type OperationId = OperationVerb | `${OperationVerb}${Capitalize<string>}`;
