// A registry mirror may lack the packages of platforms it was not asked for; npm then leaves them out of the lock
// file and `npm ci` refuses it. This writes the entries that npm would have written (name, version, os, cpu).
// Run it after any `npm install`: `npm run lock`.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "./install-packages.mjs";

const FOLDERS = [".", "tests", "supabase/tools/cli"];
const OPERATING_SYSTEMS = {
  android: "android",
  darwin: "darwin",
  freebsd: "freebsd",
  linux: "linux",
  openharmony: "openharmony",
  win32: "win32",
  windows: "win32",
};
const ARCHITECTURES = ["arm64", "x64", "ia32", "ppc64", "riscv64", "s390x", "arm"];

/** `@biomejs/cli-linux-arm64-musl` -> { os: ["linux"], cpu: ["arm64"], libc: ["musl"] }, or undefined for other names. */
function platformOf(name) {
  const words = name.split(/[/-]/);
  const os = words.map((word) => OPERATING_SYSTEMS[word]).find(Boolean);
  const cpu = ARCHITECTURES.find((architecture) => words.includes(architecture));
  if (!os || !cpu) return undefined;
  const libc = words.includes("musl")
    ? ["musl"]
    : words.some((word) => word === "gnu" || word === "glibc")
      ? ["glibc"]
      : undefined;
  return { os: [os], cpu: [cpu], ...(libc && { libc }) };
}

/** Writes the missing entries into a lock file and answers how many there were. */
function complete(path) {
  const lock = JSON.parse(readFileSync(path, "utf8"));
  let added = 0;
  for (const owner of Object.values({ ...lock.packages })) {
    for (const [name, version] of Object.entries(owner.optionalDependencies ?? {})) {
      const key = `node_modules/${name}`;
      const platform = platformOf(name);
      if (lock.packages[key] || !platform || !/^\d/.test(version)) continue;
      lock.packages[key] = { version, ...platform, ...(owner.dev && { dev: true }), optional: true };
      added += 1;
    }
  }
  lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
  return added;
}

for (const folder of FOLDERS) {
  const path = join(folder, "package-lock.json");
  console.log(`${complete(join(PROJECT_ROOT, path))} platform packages added to ${path}`);
}
