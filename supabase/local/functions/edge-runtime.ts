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

type Handler = (request: Request, info: unknown) => Response | Promise<Response>;

/**
 * A handler that refuses a body may leave it unread, as one that is too large. Deno would then close the connection under
 * the sender, who could miss the answer; so what is left of the body is read before a refusal is sent.
 */
function readingToTheEnd(handler: Handler): Handler {
  return async (request, info) => {
    const reader = request.body?.getReader();
    if (!reader) return await handler(request, info);
    const body = new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          const { done, value } = await reader.read();
          if (done) controller.close();
          else controller.enqueue(value);
        },
      },
      { highWaterMark: 0 },
    );
    const init: RequestInit & { duplex: "half" } = { body, duplex: "half" };
    const response = await handler(new Request(request, init), info);
    if (!response.ok) while (!(await reader.read()).done);
    return response;
  };
}

function serveFunction(handler: Handler) {
  const server = serve({ hostname: "127.0.0.1", port: 0, onListen }, readingToTheEnd(handler));
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
