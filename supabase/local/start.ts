import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CONNECTION_FILE, type Connection } from "./connection.ts";
import { createConsoleLog } from "./console-log.ts";
import { createStack, type Stack } from "./create-stack.ts";
import { explain } from "./explain.ts";
import { PROJECT_ROOT } from "./project-config.ts";
import { seedDemo } from "./seed-demo.ts";
import { welcome } from "./welcome.ts";

const DEFAULT_PORT = "54321";

const dataDir = join(PROJECT_ROOT, ".data");
const log = createConsoleLog(dataDir);
let isStopping = false;

try {
  const { DATABASE_URL: databaseUrl, PORT = DEFAULT_PORT } = process.env;
  const starting = createStack({ dataDir, port: portOf(PORT), log, ...(databaseUrl && { databaseUrl }) });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stop(starting));
  const stack = await starting;
  // The other commands (import, train, worker) find the stack by this file.
  const connection: Connection = { url: stack.url, key: stack.keys.secret };
  writeFileSync(CONNECTION_FILE, JSON.stringify(connection), { mode: 0o600 });
  console.log(welcome(stack, await seedDemo(stack, (line) => log("seed", line))));
} catch (error) {
  // Whatever breaks because the stack is being stopped is no news, and must not cut the stopping short.
  if (!isStopping) fail(explain(error));
}

/** The first signal stops everything in order, also while it starts or is seeded; a second one does not wait. */
async function stop(starting: Promise<Stack>): Promise<void> {
  if (isStopping) process.exit(1);
  isStopping = true;
  console.log("\nStopping: functions finish their work first. Again to end at once.");
  rmSync(CONNECTION_FILE, { force: true });
  try {
    await (await starting).stop();
    process.exit(0);
  } catch (error) {
    fail(explain(error));
  }
}

function portOf(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  return fail(`PORT is "${text}", but a port is a whole number from 1 to 65535.`);
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
