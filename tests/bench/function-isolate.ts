import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type BundledFunction,
  bundleFunctions,
  type FunctionSource,
} from "../../supabase/local/bundle/bundle-functions.ts";
import type { Stack } from "../../supabase/local/create-stack.ts";
import { FunctionProcess } from "../../supabase/local/functions/function-process.ts";
import { functionSandbox } from "../../supabase/local/functions/function-sandbox.ts";

/** Fresh processes of functions, as a stack starts them, that only the benchmark talks to. */
export async function functionIsolates(
  stack: Pick<Stack, "url" | "keys">,
  sources: readonly FunctionSource[],
) {
  const bundles = mkdtempSync(join(tmpdir(), "edgewise-bench-"));
  const bundled = await bundleFunctions(sources, bundles);
  return {
    start: (slug: string) => startIsolate(stack, bundles, bundled.find((each) => each.slug === slug)!),
    [Symbol.dispose]: () => rmSync(bundles, { recursive: true }),
  };
}

export type FunctionIsolates = Awaited<ReturnType<typeof functionIsolates>>;

function startIsolate(stack: Pick<Stack, "url" | "keys">, bundles: string, bundled: BundledFunction) {
  const sandbox = functionSandbox({
    url: stack.url,
    keys: stack.keys,
    upstash: undefined,
    bundles,
    environment: {},
    allowedHosts: [],
    onSpawn: () => {},
  });
  const isolate = new FunctionProcess(bundled, sandbox, () => {});
  return {
    pid: isolate.pid,
    /** When it listens. */
    listening: isolate.port.then(() => {}),
    /** @param path below the function's own */
    async post(path: string, body?: object) {
      const answer = await fetch(`http://127.0.0.1:${await isolate.port}/${bundled.slug}${path}`, {
        method: "POST",
        headers: { apikey: stack.keys.secret, "content-type": "application/json" },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      if (!answer.ok) throw new Error(await answer.text());
      return await answer.json();
    },
    /** Lets it finish the work behind its answers. */
    async end() {
      isolate.retire();
      await isolate.exited;
    },
  };
}
