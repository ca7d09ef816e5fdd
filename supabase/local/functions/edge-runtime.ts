// Preloaded into every function of the stack: gives what the hosted edge runtime adds to Deno. `Deno.serve(handler)`
// listens where the stack wants it, `EdgeRuntime.waitUntil` keeps the process until its work is done, and SIGTERM ends
// the process cleanly: no new requests, those in flight are answered, the work behind them is finished.

interface DenoGlobal {
  serve(options: object, handler: unknown): { shutdown(): Promise<void> };
  addSignalListener(signal: "SIGTERM", listener: () => void): void;
  exit(code: number): never;
}
const { Deno } = globalThis as unknown as { Deno: DenoGlobal };

const pending = new Set<Promise<unknown>>();

function waitUntil(work: Promise<unknown>): void {
  const settled = work.catch((error) => console.error(error)).finally(() => pending.delete(settled));
  pending.add(settled);
}

const { serve } = Deno;

/** The parent reads this line and sends requests to the port. */
function onListen({ port }: { port: number }): void {
  console.log(`edge-runtime: listening on ${port}`);
}

function serveFunction(handler: unknown) {
  const server = serve({ hostname: "127.0.0.1", port: 0, onListen }, handler);
  Deno.addSignalListener("SIGTERM", async () => {
    await server.shutdown();
    // Work may hand over more work.
    while (pending.size > 0) await Promise.all(pending);
    Deno.exit(0);
  });
  return server;
}

Object.assign(Deno, { serve: serveFunction });
Object.assign(globalThis, { EdgeRuntime: { waitUntil } });

// Without an import or export TypeScript would take this file's names for globals.
export {};
