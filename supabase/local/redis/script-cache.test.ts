import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { ScriptCache } from "./script-cache.ts";

const PLAIN = "return 1";
const UPSTASH = `#!lua flags=allow-key-locking\n${PLAIN}`;
const sha1 = (text: string) => createHash("sha1").update(text).digest("hex");

describe("ScriptCache", () => {
  it("takes Upstash's header off and keeps the name by which the client knows the script", () => {
    const scripts = new ScriptCache();
    expect(scripts.translate(["evalsha", sha1(UPSTASH), "0"])).toEqual(["evalsha", sha1(UPSTASH), "0"]);
    expect(scripts.translate(["eval", UPSTASH, "1", "key"])).toEqual(["eval", PLAIN, "1", "key"]);
    expect(scripts.translate(["evalsha", sha1(UPSTASH), "1", "key"])).toEqual([
      "evalsha",
      sha1(PLAIN),
      "1",
      "key",
    ]);
  });

  it("leaves other scripts and commands alone", () => {
    const scripts = new ScriptCache();
    for (const command of [["EVAL", PLAIN, "0"], ["EVALSHA", sha1(PLAIN), "0"], ["PING"], ["SET", "", ""]]) {
      expect(scripts.translate(command)).toEqual(command);
    }
  });
});
