// Writes docs/openapi.json from the contracts of every function: `npm run openapi`. A test proves that it is current.
import { readdir, writeFile } from "node:fs/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { OpenAPIHono } from "@hono/zod-openapi";
import * as z from "zod";
import { ANSWER_HEADERS } from "../shared/http/answer-headers.ts";
import type { App } from "../shared/http/env.ts";
import { declareLiterals } from "./declare-literals.ts";

interface FunctionModule {
  createApp(deps: unknown): App;
}

interface OpenApiDocument {
  readonly openapi: string;
  readonly info: Record<string, unknown>;
  readonly servers: readonly { readonly url: string; readonly description: string }[];
  readonly paths: Record<string, unknown>;
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly components: {
    schemas: Record<string, unknown>;
    headers: Record<string, unknown>;
    securitySchemes: Record<string, unknown>;
  };
}

export const OPENAPI_PATH = fileURLToPath(new URL("openapi.json", import.meta.url));

const SECURITY_SCHEMES = {
  publishableKey: { type: "apiKey", in: "header", name: "apikey", description: "sb_publishable_…" },
  secretKey: { type: "apiKey", in: "header", name: "apikey", description: "sb_secret_…, for servers only" },
  apiKey: {
    type: "apiKey",
    in: "header",
    name: "x-api-key",
    description: "ew_live_… or ew_test_…, issued by POST /api-keys; `x-scope` is the scope that it needs",
  },
  userToken: {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
    description: "A signed-in user's access token",
  },
};

/** Mounting an app only declares routes: all it reads are these. A handler would find no store, but none is called. */
const NO_DEPS = { corsOrigins: [], publicUrl: "", problemsUrl: "" };

const TAGS: Readonly<Record<string, string>> = {
  "api-keys": "Keys for programs: issue, limit, rotate and revoke them, and read their usage",
  health: "Whether the platform works, and its metrics",
  indicators: "Technical analysis, charts, features and the weights of indicators",
  jobs: "Work larger than a request, such as trainings and uploads: list, follow, cancel and run it",
  "market-data": "Bars of every symbol: write, read, resample, find gaps",
  "ml-predict": "Predictions by the models that serve",
  models: "The registry of models: upload, promote, canaries, cards and the audit log",
  "trigger-training": "Start the training of a model, which is a job",
  watchlists: "A user's lists of symbols",
};

const DESCRIPTION = `Trading signals from a Supabase project: market data, indicators, training, models and predictions.

Moments are ISO 8601 in UTC (\`2026-01-15T12:00:00Z\`); in columns of bars (\`ts\`) they are milliseconds since the epoch.

Whatever is refused is refused as \`application/problem+json\` (RFC 9457). Its \`code\` is stable, and its \`type\` leads to a
paragraph of docs/troubleshooting.md. A path that nobody knows answers 404, a known one with another method 405 and \`Allow\`.
Every answer also carries the usual headers that protect browsers, and those of CORS.`;

/** One OpenAPI 3.1 document of all functions, with paths as the gateway serves them. */
export async function describeApi(): Promise<OpenApiDocument> {
  const folder = new URL("../functions/", import.meta.url);
  const slugs = (await readdir(folder)).sort();
  const paths: Record<string, unknown> = {};
  const schemas: Record<string, unknown> = {};
  for (const slug of slugs) {
    const { createApp }: FunctionModule = await import(
      pathToFileURL(fileURLToPath(new URL(`${slug}/app.ts`, folder))).href
    );
    const documented = new OpenAPIHono().basePath(`/${slug}`);
    for (const { middleware: _, ...contract } of createApp(NO_DEPS).contracts) {
      declareLiterals(contract, z.globalRegistry);
      documented.openAPIRegistry.registerPath(contract);
    }
    const document = documented.getOpenAPI31Document({
      openapi: "3.1.0",
      info: { title: slug, version: "1" },
    });
    for (const [path, item] of Object.entries(document.paths ?? {})) paths[path] = tagOperations(item, slug);
    mergeSchemas(schemas, document.components?.schemas ?? {});
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Edgewise",
      version: "0.1.0",
      description: DESCRIPTION,
      license: { name: "MIT", identifier: "MIT" },
      contact: { name: "The issues of this project's repository" },
    },
    servers: [{ url: "/functions/v1", description: "The project that serves this document" }],
    tags: slugs.map((name) => ({ name, description: TAGS[name] ?? "" })),
    paths,
    components: { schemas, headers: ANSWER_HEADERS, securitySchemes: SECURITY_SCHEMES },
  };
}

function tagOperations(item: object, slug: string): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(item).map(([method, operation]) => [method, { tags: [slug], ...operation }]),
  );
}

/** The functions share one name space of schemas: the same name must mean the same shape. */
function mergeSchemas(all: Record<string, unknown>, more: Readonly<Record<string, unknown>>) {
  for (const [name, schema] of Object.entries(more)) {
    const known = all[name];
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(schema)) {
      throw new Error(`Two functions declare different schemas named ${name}.`);
    }
    all[name] = schema;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await writeFile(OPENAPI_PATH, `${JSON.stringify(await describeApi(), null, 2)}\n`);
}
