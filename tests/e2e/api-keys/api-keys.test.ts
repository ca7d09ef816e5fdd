import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { SupabaseClient } from "@supabase/supabase-js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signedUp } from "../../support/stack.ts";
import { KeyPlatform, manage } from "./key-platform.ts";

/** Promises of docs/api-keys.md. */
const ACTS_WITHIN_MS = 1_000;
const PATIENCE = { timeout: ACTS_WITHIN_MS, interval: 100 };

const platform = new KeyPlatform();
beforeAll(() => platform.start());
afterAll(() => platform.leave());

describe("a key's life", () => {
  it("goes from its issue over edits and a rotation to its end, each acting within a second", async () => {
    const issued = await manage(platform.ann, "POST", "", { name: "bot", scopes: ["predict:read"] });
    expect(await platform.statusOf("models", issued.key)).toBe(403);
    await manage(platform.ann, "PATCH", `/${issued.id}`, { scopes: ["models:*"] });
    await expect.poll(() => platform.statusOf("models", issued.key), PATIENCE).toBe(200);

    const rotated = await manage(platform.ann, "POST", `/${issued.id}/rotate`, { grace_seconds: 3_600 });
    for (const key of [issued.key, rotated.key]) expect(await platform.statusOf("models", key)).toBe(200);
    const again = await manage(platform.ann, "POST", `/${issued.id}/rotate`, { grace_seconds: 0 });
    expect(await platform.statusOf("models", again.key)).toBe(200);
    for (const key of [issued.key, rotated.key]) {
      await expect.poll(() => platform.statusOf("models", key), PATIENCE).toBe(401);
    }

    await manage(platform.ann, "PATCH", `/${issued.id}`, { disabled: true });
    await expect.poll(() => platform.statusOf("models", again.key), PATIENCE).toBe(401);
    await manage(platform.ann, "PATCH", `/${issued.id}`, { disabled: false });
    await expect.poll(() => platform.statusOf("models", again.key), PATIENCE).toBe(200);
    expect(await manage(platform.ann, "DELETE", `/${issued.id}`)).toMatchObject({ status: "revoked" });
    await expect.poll(() => platform.statusOf("models", again.key), PATIENCE).toBe(401);

    const acts = await platform.onDatabase(
      (sql) => sql`
      select action from public.audit_log where subject_id = ${issued.id} and actor_id = ${platform.annId}
        and request_id is not null order by id`,
    );
    expect(acts.map(({ action }) => action.replace("api_key.", ""))).toEqual([
      "issue",
      "edit",
      "rotate",
      "rotate",
      "disable",
      "enable",
      "revoke",
    ]);
  });

  it("is bound to networks by the address that the gateway tells, whatever the caller claims", async () => {
    const body = { name: "bound", scopes: ["models:read"] };
    const here = await manage(platform.ann, "POST", "", { ...body, ip_allowlist: ["127.0.0.0/8", "::1"] });
    const elsewhere = await manage(platform.ann, "POST", "", { ...body, ip_allowlist: ["203.0.113.0/24"] });
    expect(await platform.statusOf("models", here.key)).toBe(200);
    const forged = {
      "x-api-key": elsewhere.key,
      "cf-connecting-ip": "203.0.113.7",
      "x-forwarded-for": "203.0.113.7",
    };
    expect((await platform.call("models", forged)).status).toBe(403);
  });

  it("can be looked up by a gateway of somebody else's", async () => {
    const issued = await manage(platform.ann, "POST", "", {
      name: "checked",
      scopes: ["models:read"],
      metadata: { plan: "gold" },
    });
    const verify = async (
      question: object,
      headers: Record<string, string> = { apikey: platform.stack.keys.secret },
    ) =>
      (
        await platform.call("api-keys/verify", headers, { method: "POST", body: JSON.stringify(question) })
      ).json();
    expect(await verify({ key: issued.key, scope: "models:read" })).toMatchObject({
      valid: true,
      code: "VALID",
      key: { id: issued.id, owner_id: platform.annId, metadata: { plan: "gold" } },
    });
    expect(await verify({ key: issued.key, scope: "predict:read" })).toMatchObject({
      code: "INSUFFICIENT_SCOPE",
    });
    const asker = await manage(platform.ann, "POST", "", { name: "gateway", scopes: ["keys:verify"] });
    expect(await verify({ key: issued.key }, { "x-api-key": asker.key })).toMatchObject({ code: "VALID" });
    const bob = await signedUp(platform.stack, "bob");
    const stranger = await manage(bob, "POST", "", { name: "gateway", scopes: ["keys:verify"] });
    expect(await verify({ key: issued.key }, { "x-api-key": stranger.key })).toMatchObject({
      code: "NOT_FOUND",
    });
  });
});

describe("docs/api-keys.md", () => {
  it("has lines that work as pasted, one after the other", async () => {
    const page = readFileSync(join(import.meta.dirname, "../../../docs/api-keys.md"), "utf8");
    const blocks = [...page.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, block]) => block);
    const script = ["set -euo pipefail", ...blocks]
      .join("\n")
      .replaceAll("http://127.0.0.1:54321", platform.stack.url)
      .replaceAll("./.data", platform.dataDir);
    const { stdout } = await promisify(execFile)("bash", ["-c", script]);
    const answers = stdout
      .replaceAll("}{", "}\n{")
      .split("\n")
      .map((line) => JSON.parse(line));
    // Nothing is stored here, so the prediction is refused, but not for its key.
    expect(answers).toMatchObject([
      { models: [] },
      { code: "unknown_symbol" },
      { keys: [{ name: "my bot" }] },
      { calls: expect.any(Number) },
      { name: "my first bot", scopes: ["models:read"] },
      { models: [] },
      { name: "my first bot", status: "revoked" },
    ]);
  });
});

describe("an owner over REST", () => {
  it("reads and edits their own keys within the columns that are theirs", async () => {
    const cid = await signedUp(platform.stack, "cid");
    const { id } = await manage(cid, "POST", "", { name: "mine", scopes: ["models:read"] });
    const names = async (client: SupabaseClient) =>
      (await client.from("ml_api_keys").select("id, key_name").eq("id", id)).data;
    expect(await names(cid)).toEqual([{ id, key_name: "mine" }]);
    expect(await names(platform.ann)).toEqual([]);
    expect((await cid.from("ml_api_keys").update({ key_name: "renamed" }).eq("id", id)).error).toBeNull();
    await platform.ann.from("ml_api_keys").update({ key_name: "stolen" }).eq("id", id);
    expect(await names(cid)).toEqual([{ id, key_name: "renamed" }]);
    for (const change of [{ rate_limit_per_minute: 1e6 }, { usage_count: 0 }, { key_hash: "0".repeat(64) }]) {
      expect((await cid.from("ml_api_keys").update(change).eq("id", id)).error).toMatchObject({
        code: "42501",
      });
    }
  });
});
