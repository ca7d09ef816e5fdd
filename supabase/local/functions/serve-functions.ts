import type { IncomingMessage, ServerResponse } from "node:http";
import type { BundledFunction } from "../bundle/bundle-functions.ts";
import { type EdgeLimits, FunctionHost } from "./function-host.ts";
import type { Sandbox } from "./function-process.ts";

/** All functions of a project. */
export interface Functions {
  /** Serves a request by its function; false where there is none of this slug. */
  handle(slug: string, path: string, incoming: IncomingMessage, outgoing: ServerResponse): Promise<boolean>;
  /** Ends them after the work in flight and behind answers. */
  stop(): Promise<void>;
}

/** More than a function may need to finish what it began: an isolate's CPU and some waiting. */
const DRAIN_MS = 15_000;

export function serveFunctions(
  bundled: readonly BundledFunction[],
  sandbox: Sandbox,
  limits: EdgeLimits,
  log: (source: string, line: string) => void,
): Functions {
  const hosts = new Map(
    bundled.map((each) => [
      each.slug,
      new FunctionHost(each, sandbox, limits, (line) => log(each.slug, line)),
    ]),
  );
  return {
    async handle(slug, path, incoming, outgoing) {
      const host = hosts.get(slug);
      await host?.handle(path, incoming, outgoing);
      return host !== undefined;
    },
    async stop() {
      await Promise.all([...hosts.values()].map((host) => host.stop(DRAIN_MS)));
    },
  };
}
