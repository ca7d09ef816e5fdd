import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { FEATURE_SET } from "../../../shared/features/feature-set.ts";
import { encodeModel } from "../../../shared/ml/onnx/encode-model.ts";
import { PROJECT_ROOT } from "../../../supabase/local/project-config.ts";
import { storeDemoBars } from "../../../supabase/local/seed/store-demo-bars.ts";
import { DEMO_MODEL_VERSION } from "../../../supabase/local/seed-demo.ts";
import { linearModel } from "../../support/linear-model.ts";
import { registerFile } from "../../support/project-data.ts";
import { clientOf } from "../../support/stack.ts";
import { OPERATIONS, type Operation } from "./api-document.ts";
import { ADMITTED } from "./caller-matrix.ts";
import type { Credential } from "./credentials.ts";
import { type Door, openDoor } from "./door.ts";
import { exampleRequests, type RequestExample } from "./request-examples.ts";

/** Minutes of training, a file for a body, and the work of schedules. */
const COSTLY = [
  "POST /trigger-training",
  "POST /models",
  "POST /jobs/run",
  "POST /models/outcomes/run",
  "POST /models/canaries/run",
];

const EXAMPLES = exampleRequests();

/** Refusals of a new stack: its one model has begun to serve just now, none went before it, and none is tried beside it. */
const NOTHING_THERE: Readonly<Record<string, string>> = {
  "POST /models/rollback": "conflict",
  "GET /models/serving": "not_found",
  "POST /models/{version}/canary": "conflict",
  "GET /models/{version}/canary": "not_found",
  "DELETE /models/{version}/canary": "conflict",
  // A model that was not trained here has no card; the demo's has.
  "GET /models/{version}/card/{picture}": "not_found",
};

let door: Door;
beforeAll(async () => {
  door = await openDoor();
  await furnishDemo(door);
});
afterAll(() => door?.close());

test("requests made of the document's examples alone work, or say that there is no such thing", async () => {
  const wrong: string[] = [];
  for (const operation of OPERATIONS) {
    if (COSTLY.includes(operation.name)) continue;
    const { asked, status, text } = await send(door, operation);
    const isForeseen = status < 400 || JSON.parse(text).code === refusalOf(operation, status);
    if (!isForeseen) wrong.push(`${asked}: ${status} ${text}`);
  }
  expect(wrong).toEqual([]);
});

/** The code of a refusal of its examples that the document declares. */
function refusalOf({ name, path, responses }: Operation, status: number): string | undefined {
  if (responses[status] === undefined) return undefined;
  return NOTHING_THERE[name] ?? (path.includes("{id}") ? "not_found" : undefined);
}

async function send({ stack, visitors }: Door, operation: Operation) {
  const kinds: readonly Credential[] = ["user", "secret key"];
  const credential = kinds.find((kind) => ADMITTED[operation.name]?.includes(kind))!;
  const { path, body } = requestFrom(operation, EXAMPLES);
  const answer = await fetch(`${stack.url}/functions/v1${path}`, {
    method: operation.method,
    headers: { ...visitors.headers[credential], "content-type": "application/json" },
    ...(body !== undefined && { body }),
  });
  const asked = `${operation.method} ${path} as ${credential}`;
  return { asked, status: answer.status, text: await answer.text() };
}

/** An operation's request as the reference page sends it when everything in it is left as its example. */
function requestFrom(operation: Operation, examples: readonly RequestExample[]) {
  const query = new URLSearchParams();
  let path = operation.path;
  let body: string | undefined;
  for (const { operation: owner, place, name, value } of examples) {
    if (owner !== operation) continue;
    if (place === "body") body ??= JSON.stringify(value);
    else if (place === "query") query.set(name, String(value));
    else path = path.replace(`{${name}}`, encodeURIComponent(String(value)));
  }
  return { path: query.size > 0 ? `${path}?${query}` : path, body };
}

/** Stores what `npm start` does, with a model that need not be trained. */
async function furnishDemo({ stack, sql }: Door): Promise<void> {
  await sql.unsafe(await readFile(join(PROJECT_ROOT, "seed/instruments.sql"), "utf8"));
  await storeDemoBars(sql, ["SYN-COIN", "SYN-CHAIN", "SYN-METAL"], () => {});
  const service = clientOf(stack, stack.keys.secret);
  await registerFile(service, "SYN-COIN", encodeModel(linearModel(FEATURE_SET.features.length)), {
    version: DEMO_MODEL_VERSION,
    featureSet: { version: FEATURE_SET.version, definition: {} },
  });
  const { error } = await service.rpc("promote_model", {
    p_model_version: DEMO_MODEL_VERSION,
    p_actor: { kind: "secret" },
  });
  if (error) throw error;
}
