import { spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { claimPort } from "../listen.ts";
import { endProcess } from "../processes.ts";

export interface RedisServer {
  url: string;
  stop(): Promise<void>;
}

/**
 * The Redis to stand behind the Upstash front: that of REDIS_URL, else a `redis-server` of the PATH started on a free
 * port, without persistence. Undefined where there is neither: the stack then runs as a project without Upstash does.
 */
export async function findRedis(onSpawn: (pid: number) => void): Promise<RedisServer | undefined> {
  if (process.env.REDIS_URL) return { url: process.env.REDIS_URL, stop: async () => {} };
  const program = onPath("redis-server");
  if (!program) return undefined;
  const port = await claimPort();
  const flags = ["--bind", "127.0.0.1", "--port", String(port), "--save", "", "--appendonly", "no"];
  const { pid } = spawn(program, flags, { stdio: "ignore", detached: true });
  if (pid === undefined) return undefined;
  onSpawn(pid);
  return { url: `redis://127.0.0.1:${port}`, stop: () => endProcess(pid, "SIGTERM", 5_000) };
}

function onPath(name: string): string | undefined {
  const candidates = (process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, name));
  return candidates.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
