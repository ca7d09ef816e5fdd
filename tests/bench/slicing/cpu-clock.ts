import process from "node:process";

/** Milliseconds of CPU that this process has used, all of its threads: a clock that other work does not push forward. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
