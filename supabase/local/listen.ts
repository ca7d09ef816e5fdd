import { type AddressInfo, createServer, type Server } from "node:net";

/** Somebody else listens on the port that was to be taken. */
export class PortInUseError extends Error {
  constructor(readonly port: number) {
    super(`Port ${port} of 127.0.0.1 is in use.`);
  }
}

/**
 * Listens on a port of 127.0.0.1, or on a free one for 0, and returns which.
 *
 * @throws PortInUseError
 */
export function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      reject(error.code === "EADDRINUSE" ? new PortInUseError(port) : error);
    });
    server.listen(port, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
}

/** The port itself, or any free one for 0: nobody listens on it at this moment. */
export async function claimPort(wanted = 0): Promise<number> {
  const probe = createServer();
  const port = await listen(probe, wanted);
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
