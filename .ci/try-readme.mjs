// Does what the README says, in a fresh clone: npm start, then the calls that it prints, then the other commands.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const START_TIMEOUT_MS = 240_000;

const clone = mkdtempSync(join(tmpdir(), "edgewise-clone-"));
execFileSync("git", ["clone", "--quiet", ".", clone]);
const port = await freePort();

const commands = [...readFileSync("README.md", "utf8").matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(
  ([, block]) => block.trim(),
);
// The suite is what .ci/run begins with, on an empty checkout too.
const others = commands.filter((command) => command !== "npm start" && command !== "npm test");
if (!commands.includes("npm start") || !commands.includes("npm test"))
  throw new Error("The README lost its two commands.");

try {
  const first = await start();
  for (const call of callsIn(first.output)) tryCommand(call);
  for (const command of others) tryCommand(command);
  await stop(first.process);

  const second = await start();
  console.log(`A first start took ${first.seconds} s with the install, a later one ${second.seconds} s.`);
  await stop(second.process);
} finally {
  rmSync(clone, { recursive: true, force: true });
}

function start() {
  const startedAt = Date.now();
  const child = spawn("npm", ["start"], {
    cwd: clone,
    env: { ...process.env, PORT: String(port) },
    detached: true,
  });
  let output = "";
  return new Promise((resolve, reject) => {
    const fail = (reason) => {
      process.kill(-child.pid, "SIGKILL");
      reject(new Error(`npm start ${reason}:\n${output.slice(-4000)}`));
    };
    const timer = setTimeout(() => fail("took too long"), START_TIMEOUT_MS);
    child.on("exit", (code) => reject(new Error(`npm start ended with ${code}:\n${output.slice(-4000)}`)));
    const read = (chunk) => {
      output += chunk;
      if (!output.includes("Ctrl-C stops it")) return;
      clearTimeout(timer);
      resolve({ process: child, output, seconds: Math.round((Date.now() - startedAt) / 1000) });
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
  });
}

/** As Ctrl-C does it: the signal reaches the whole group. */
function stop(child) {
  return new Promise((resolve) => {
    child.removeAllListeners("exit");
    child.on("exit", resolve);
    process.kill(-child.pid, "SIGINT");
  });
}

/** The calls that npm start printed, each as one line. */
function callsIn(output) {
  const printed = output.slice(output.indexOf("Try:")).replaceAll(/\\\n\s+/g, "");
  const calls = printed
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line.startsWith("curl "));
  if (calls.length < 3) throw new Error(`npm start printed ${calls.length} calls to try.`);
  return calls;
}

function tryCommand(command) {
  console.log(`$ ${command.replaceAll(/sb_(secret|publishable)_\S+?(?=')/g, "sb_$1_…")}`);
  const checked = command.replace(/^curl /, "curl --silent --show-error --fail-with-body ");
  console.log(
    execFileSync("bash", ["-c", checked], { cwd: clone, encoding: "utf8", timeout: 180_000 }).slice(0, 300),
  );
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port: free } = server.address();
      server.close(() => resolve(free));
    });
  });
}
