import type { Stack } from "../../supabase/local/create-stack.ts";
import { FunctionProcess } from "../../supabase/local/functions/function-process.ts";
import { functionSandbox } from "../../supabase/local/functions/function-sandbox.ts";
import { readProject } from "../../supabase/local/project-config.ts";

/**
 * A fresh process of one function, as the stack starts them, that only the benchmark talks to.
 * @param entrypoint in place of the function's own
 */
export function startIsolate(stack: Pick<Stack, "url" | "keys">, slug: string, entrypoint?: string) {
  const { functions } = readProject();
  const declared = functions.find((each) => each.slug === slug)!;
  const started = { ...declared, entrypoint: entrypoint ?? declared.entrypoint };
  const sandbox = functionSandbox({
    url: stack.url,
    keys: stack.keys,
    upstash: undefined,
    functions: [...functions, started],
    environment: {},
    allowedHosts: [],
    onSpawn: () => {},
  });
  const isolate = new FunctionProcess(started, sandbox, () => {});
  return {
    pid: isolate.pid,
    /** When it listens. */
    listening: isolate.port.then(() => {}),
    /** @param path below the function's own */
    async post(path: string, body?: object) {
      const answer = await fetch(`http://127.0.0.1:${await isolate.port}/${slug}${path}`, {
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
