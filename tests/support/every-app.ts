import { readdir } from "node:fs/promises";
import { Failure } from "../../shared/failure.ts";
import type { App } from "../../shared/http/env.ts";
import { testHttpDeps } from "./http-deps.ts";

const FUNCTIONS = new URL("../../functions/", import.meta.url);

const NOTHING_LOADED = { count: () => 0 };

interface FunctionModule {
  createApp(deps: unknown): App;
}

/** Every function's app with the HTTP layer of tests. Its stores are all out of reach, unless they are given. */
export async function everyApp(changes: object = {}): Promise<{ slug: string; app: App }[]> {
  const slugs = (await readdir(FUNCTIONS)).sort();
  return await Promise.all(
    slugs.map(async (slug) => {
      const { createApp }: FunctionModule = await import(new URL(`${slug}/app.ts`, FUNCTIONS).href);
      const deps = { ...testHttpDeps(), sessions: NOTHING_LOADED, ...changes };
      return {
        slug,
        app: createApp(new Proxy(deps, { get: (known, name) => Reflect.get(known, name) ?? OUT_OF_REACH })),
      };
    }),
  );
}

/** A store whose every method fails, also where it is a function that gives one. */
const OUT_OF_REACH: unknown = new Proxy(() => OUT_OF_REACH, {
  get: (_, name) =>
    name === "then" ? undefined : () => Promise.reject(new Failure("unavailable", "It is out of reach.")),
});
