import { createServer, request } from "node:http";
import { listen } from "../../../supabase/local/listen.ts";

/** How Storage behaves behind the platform's address; REST works all the while. */
export type StorageState = "works" | "refuses" | "stops midway";

/** The platform's address as functions see it, whose Storage can be made to fail. */
export interface FaultyPlatform extends AsyncDisposable {
  readonly url: string;
  become(state: StorageState): void;
}

export async function faultyPlatform(target: { readonly port: number }): Promise<FaultyPlatform> {
  let state: StorageState = "works";
  const server = createServer((incoming, outgoing) => {
    const isStorage = incoming.url?.startsWith("/storage/v1") ?? false;
    if (isStorage && state === "refuses") return incoming.socket.destroy();
    const { method, url: path, headers } = incoming;
    const passed = request({ host: "127.0.0.1", port: target.port, method, path, headers });
    passed.on("error", () => outgoing.destroy());
    outgoing.once("close", () => passed.destroy());
    passed.once("response", (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      if (!isStorage || state === "works") return answer.pipe(outgoing);
      answer.once("data", (bytes: Buffer) => {
        outgoing.write(bytes.subarray(0, bytes.length / 2), () => outgoing.destroy());
      });
    });
    incoming.pipe(passed);
  });
  const port = await listen(server, 0);
  return {
    url: `http://127.0.0.1:${port}`,
    become(next) {
      state = next;
    },
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
    },
  };
}
