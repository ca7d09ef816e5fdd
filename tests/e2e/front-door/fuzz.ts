import { Ajv2020 } from "ajv/dist/2020.js";
import type postgres from "postgres";
import { Random } from "../../../shared/math/random.ts";
import { API, OPERATIONS, type Operation, type Schema } from "./api-document.ts";
import { ADMITTED } from "./caller-matrix.ts";
import type { Credential, Visitors } from "./credentials.ts";
import { mutate } from "./mutate.ts";
import { type Known, pick, sampleOf } from "./sample.ts";

export interface Outcome {
  readonly status: number;
  readonly isAuthorised: boolean;
  readonly flaws: readonly Flaw[];
}

interface Flaw {
  /** The same for all answers that are wrong in this way. */
  readonly kind: string;
  /** With everything that is needed to ask again. */
  readonly example: string;
}

/** Shares of the cases. */
const AUTHORISED = 0.85;
const MUTATED = 0.35;

/** Forbidden in every answer: code, statements, the database's own words. */
const INTERNALS =
  /\bat [\w.<>]+ \(|\.ts:\d+|\b(select|insert into|update) .+ (from|values|set)\b|postgres(ql)?:\/\/|SQLSTATE|PGRST/i;

/** A moment as Postgres writes it: callers get `Z`. */
const LOCAL_MOMENT = /"\d{4}-\d\d-\d\dT[\d:.]+[+-]\d\d(:?\d\d)?"/;

/** Sends the request of a seed and looks at what comes back. */
export async function createFuzzer(door: {
  readonly url: string;
  readonly sql: postgres.Sql;
  readonly visitors: Visitors;
  readonly symbol: string;
}): Promise<(seed: number) => Promise<Outcome>> {
  const { url, visitors } = door;
  const knownOf = await stockTheStack(door);
  const validate = createValidator();

  return async function fuzz(seed) {
    const random = Random.seeded(seed);
    const operation = pick(random, OPERATIONS);
    const admitted = ADMITTED[operation.name] ?? [];
    const isAuthorised = random.uniform() < AUTHORISED;
    const everybody = Object.keys(visitors.headers) as Credential[];
    // The rows are one user's.
    const own = admitted.filter((credential) => credential !== "another user");
    const credential = pick(random, isAuthorised ? own : everybody);
    const { path, init } = requestOf(operation, random, knownOf(operation));
    const headers = { ...visitors.headers[credential], "content-type": "application/json" };
    const answer = await fetch(`${url}/functions/v1${path}`, { ...init, headers });
    const text = await answer.text();
    const where = `seed ${seed}: ${operation.method} ${path.slice(0, 120)} as ${credential} -> ${answer.status}`;
    const flaws = flawsOf(operation, answer, text, validate, visitors.secrets);
    return {
      status: answer.status,
      isAuthorised: admitted.includes(credential),
      flaws: flaws.map((flaw) => ({
        kind: `${operation.name} ${answer.status} ${flaw.slice(0, 20)}`,
        example: `${where}: ${flaw} (sent ${String(init.body).slice(0, 200)})`,
      })),
    };
  };
}

function requestOf(operation: Operation, random: Random, known: Known) {
  const isMutated = random.uniform() < MUTATED;
  const query = new URLSearchParams();
  let path = operation.path;
  for (const { name, in: place, required, schema } of operation.parameters) {
    let value = sampleOf(schema, random, known, name);
    if (isMutated && random.uniform() < 0.3) value = mutate(value, random);
    const text = typeof value === "string" ? value.toWellFormed() : JSON.stringify(value);
    if (place === "path") path = path.replace(`{${name}}`, encodeURIComponent(text) || "x");
    else if (place === "query" && (required || random.uniform() < 0.3)) query.set(name, text);
  }
  const sample = operation.body && sampleOf(operation.body, random, known);
  const body = operation.body && JSON.stringify(isMutated ? mutate(sample, random) : sample);
  const search = query.size > 0 ? `?${query}` : "";
  return { path: path + search, init: { method: operation.method, ...(body !== undefined && { body }) } };
}

function flawsOf(
  operation: Operation,
  answer: Response,
  text: string,
  validate: (schema: Schema, value: unknown) => string | undefined,
  secrets: readonly string[],
): string[] {
  const flaws: string[] = [];
  const { status } = answer;
  if (status >= 500 && !(status === 503 && answer.headers.has("retry-after")))
    flaws.push("a failure of ours");
  if (secrets.some((secret) => text.includes(secret))) flaws.push("a secret in the answer");
  if (INTERNALS.test(text)) flaws.push(`internals in the answer: ${text.slice(0, 200)}`);
  if (LOCAL_MOMENT.test(text)) flaws.push(`a moment without Z: ${LOCAL_MOMENT.exec(text)?.[0]}`);
  const declared = operation.responses[status];
  // A path that a hostile value has broken is no route of ours any more.
  if (!declared) return status === 404 ? flaws : [...flaws, `undeclared status: ${text.slice(0, 200)}`];
  const type = answer.headers.get("content-type")?.split(";")[0] ?? "";
  const schema = declared.content?.[type]?.schema;
  if (schema && type.endsWith("json")) {
    const fault = validate(schema, JSON.parse(text));
    if (fault) flaws.push(`a body of another shape: ${fault}`);
  }
  return flaws;
}

function createValidator(): (schema: Schema, value: unknown) => string | undefined {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema({ $id: "api", components: API.components });
  const compiled = new Map<Schema, ReturnType<typeof ajv.compile>>();
  return (schema, value) => {
    const inDocument = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"api#/'));
    const check = compiled.get(schema) ?? ajv.compile(inDocument);
    compiled.set(schema, check);
    return check(value) ? undefined : ajv.errorsText(check.errors);
  };
}

/** Puts things on the stack that requests can be about, and says what there is for each operation. */
async function stockTheStack({ sql, visitors, symbol }: Parameters<typeof createFuzzer>[0]) {
  const userId = visitors.userId;
  const lists = await sql<{ id: string }[]>`
    insert into public.user_watchlists ${sql(
      Array.from({ length: 40 }, (_, i) => ({ user_id: userId, name: `list ${i}` })),
    )} returning id`;
  for (const { id } of lists) {
    await sql`insert into public.watchlist_symbols (watchlist_id, symbol, position) values (${id}, ${symbol}, 1)`;
  }
  const keys = await sql<{ id: string }[]>`
    insert into public.ml_api_keys ${sql(
      Array.from({ length: 60 }, (_, i) => ({
        user_id: userId,
        key_name: `fuzzed ${i}`,
        environment: "live",
        key_prefix: "ew_live_abcdef",
        key_hash: i.toString(16).padStart(64, "0"),
        scopes: ["predict:read"],
      })),
    )} returning id`;
  const jobs = await sql<{ id: string }[]>`
    insert into public.jobs (kind, scope, spec, requested_by, state, finished_at)
    values ('training', 'fuzzed', '{}', 'test', 'succeeded', now()) returning id`;
  const common: Known = {
    symbol: [symbol],
    symbols: [[symbol]],
    reference: [symbol],
    timeframe: ["1h"],
    version: ["linear"],
    model_version: ["linear"],
    universe: [symbol],
    horizon: [12],
    horizons: [[12]],
    features: [{}],
    indicators: [["rsi", { id: "sma", params: { period: 5 } }], []],
    params: [{}],
    limit: [1, 20],
    overlays: ["sma(20)", "ema"],
    panels: ["rsi"],
    percent: [10],
  };
  const ids = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id);
  const bySlug: Readonly<Record<string, Known>> = {
    watchlists: { id: ids(lists), cursor: ids(lists), version: [2, 3] },
    "api-keys": { id: ids(keys), cursor: ids(keys) },
    jobs: { id: ids(jobs), cursor: ids(jobs), scope: ["fuzzed"] },
    "trigger-training": { timeframe: ["1h"] },
  };
  return (operation: Operation): Known => {
    const resampled = operation.path.endsWith("/resample") && {
      timeframe: ["4h", "1d"],
      resample_from: ["1h"],
    };
    return { ...common, ...bySlug[operation.path.split("/")[1]!], ...resampled };
  };
}
