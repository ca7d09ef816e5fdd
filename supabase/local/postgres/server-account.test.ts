import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { serverAccount } from "./server-account.ts";

describe.skipIf(process.getuid?.() !== 0)("serverAccount, for root", () => {
  it("is not root, but may run a program in a folder that only root may enter", () => {
    const folder = mkdtempSync(join(tmpdir(), "edgewise-account-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const script = join(folder, "who");
    writeFileSync(script, "#!/bin/sh\ntest -x $0 && id -u\n");
    chmodSync(script, 0o755);
    const [program, args] = serverAccount().command(script, []);
    expect(Number(execFileSync(program, args, { encoding: "utf8" }))).toBeGreaterThan(0);
  });
});
