import { describe, expect, it } from "vitest";
import { allows, GRANTABLE_SCOPES, SCOPES } from "./scopes.ts";

describe("allows", () => {
  it("takes the scope itself, all of its resource, or everything", () => {
    for (const scope of SCOPES) {
      const resource = scope.split(":")[0];
      for (const held of [scope, `${resource}:*`, "*"]) expect(allows([held], scope), held).toBe(true);
    }
  });

  it("takes nothing else", () => {
    for (const scope of SCOPES) {
      const [resource] = scope.split(":");
      const others = GRANTABLE_SCOPES.filter((held) => held !== "*" && !held.startsWith(`${resource}:`));
      expect(allows(others, scope), scope).toBe(false);
      expect(allows(["", ":*", "*:*", `${resource}`, `${scope}x`], scope), scope).toBe(false);
    }
    expect(allows(["signals:read"], "signals:write")).toBe(false);
  });
});
