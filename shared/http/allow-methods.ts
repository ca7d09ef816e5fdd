import { createMiddleware } from "hono/factory";
import { Failure } from "../failure.ts";
import { deferred } from "../wire/deferred.ts";
import type { AppEnv, Contract } from "./env.ts";
import { problemResponse } from "./problem.ts";

/** A path of the function with every method that it takes. */
interface Place {
  readonly segments: readonly string[];
  readonly methods: readonly string[];
}

/**
 * Answers 405 with `Allow` where a known path is asked with a method that it does not take, and OPTIONS with what it takes.
 * A path nobody knows passes on, to its 404.
 * @param contracts looked at with the first request, when all of them are mounted
 */
export function allowMethods(name: string, contracts: readonly Contract[], problemsUrl: string) {
  const places = deferred(() => placesOf(contracts));

  return createMiddleware<AppEnv>(async function allowMethodsMiddleware(c, next) {
    const { method, path } = c.req;
    const place = findPlace(places(), path.slice(name.length + 1) || "/");
    if (!place || (method !== "OPTIONS" && place.methods.includes(method))) return await next();
    const allow = place.methods.join(", ");
    if (method === "OPTIONS") return c.body(null, 204, { allow });
    const failure = new Failure("method_not_allowed", `${path} takes ${allow}, not ${method}.`);
    const answer = problemResponse(failure, { requestId: c.var.requestId, problemsUrl });
    answer.headers.set("allow", allow);
    return answer;
  });
}

function placesOf(contracts: readonly Contract[]): Place[] {
  const methodsOf = new Map<string, string[]>();
  for (const { path, method } of contracts) {
    const methods = methodsOf.get(path) ?? [];
    methods.push(...(method === "get" ? ["GET", "HEAD"] : [method.toUpperCase()]));
    methodsOf.set(path, methods);
  }
  return [...methodsOf].map(([path, methods]) => ({
    segments: path.split("/"),
    methods: [...methods, "OPTIONS"],
  }));
}

/** The place that a path means: of several that fit, the one that says most of it literally. */
function findPlace(places: readonly Place[], path: string): Place | undefined {
  const asked = path.split("/");
  const isLiteral = (segment: string) => !segment.startsWith("{");
  const fits = ({ segments }: Place) =>
    segments.length === asked.length &&
    segments.every((segment, i) => (isLiteral(segment) ? segment === asked[i] : asked[i] !== ""));
  const literals = ({ segments }: Place) => segments.filter(isLiteral).length;
  return places.filter(fits).toSorted((a, b) => literals(b) - literals(a))[0];
}
