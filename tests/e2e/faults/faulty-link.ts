import { connect, createServer, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { listen } from "../../../supabase/local/listen.ts";

/** How a server behaves that is reached over the link. */
export type LinkState = "works" | "gone" | "slow" | "silent";

/** More than anybody waits for a cache or a counter. */
const SLOW_MS = 400;

/** A TCP link in front of a server, which can be made to fail and to work again. */
export interface FaultyLink extends AsyncDisposable {
  readonly port: number;
  /** Connections of the state before are cut off. */
  become(state: LinkState): void;
}

export async function faultyLink(target: number): Promise<FaultyLink> {
  let state: LinkState = "works";
  const sockets = new Set<Socket>();

  function keep(socket: Socket): Socket {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.once("close", () => sockets.delete(socket));
    return socket;
  }
  function cutOff(): void {
    for (const socket of sockets) socket.destroy();
  }
  const server = createServer((near) => {
    keep(near);
    if (state === "gone") return near.destroy();
    if (state === "silent") return near.resume();
    const far = keep(connect(target, "127.0.0.1"));
    const delayMs = state === "slow" ? SLOW_MS : 0;
    pass(near, far, delayMs);
    pass(far, near, delayMs);
  });
  const port = await listen(server, 0);
  return {
    port,
    become(next) {
      state = next;
      cutOff();
    },
    async [Symbol.asyncDispose]() {
      server.close();
      cutOff();
    },
  };
}

function pass(from: Socket, to: Socket, delayMs: number): void {
  from.on("data", async (bytes) => {
    if (delayMs > 0) await sleep(delayMs);
    if (!to.destroyed) to.write(bytes);
  });
  from.once("close", () => to.destroy());
}
