interface EdgeGlobal {
  readonly Deno: { serve(handler: (request: Request) => Response | Promise<Response>): unknown };
}

/** Starts answering, in the edge runtime and in the local stack alike. */
export function serve(app: { fetch(request: Request): Response | Promise<Response> }): void {
  (globalThis as unknown as EdgeGlobal).Deno.serve((request) => app.fetch(request));
}
