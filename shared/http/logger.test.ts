import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createLogger } from "./logger.ts";

const KNOWN = 'the upstash "token" of\\this project';

/** The lines that a logger writes. */
function linesOf(act: (logger: ReturnType<typeof createLogger>) => void): string[] {
  const lines: string[] = [];
  act(createLogger("test", (line) => lines.push(line), [KNOWN, "short"]));
  return lines;
}

const jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJlLWJ5dGVz";
const body = fc.stringMatching(/^[A-Za-z0-9]{12,40}$/);

/** A secret, and the text in which it stands. */
const carried: fc.Arbitrary<{ readonly secret: string; readonly text: string }> = fc.oneof(
  body.map((s) => ({ secret: s, text: `sb_secret_${s}` })),
  body.map((s) => ({ secret: s, text: `sb_publishable_${s}` })),
  body.map((s) => ({ secret: s, text: `ew_live_${s}` })),
  body.map((s) => ({
    secret: s,
    text: `postgresql://postgres:${s}@db.internal:5432/postgres?sslmode=require`,
  })),
  body.map((s) => ({ secret: s, text: `rediss://default:${s}@eu1.example:6379` })),
  body.map((s) => ({ secret: s, text: `https://user:${s}@example.com/path` })),
  body.map((s) => ({ secret: s, text: `Authorization: Bearer ${s}` })),
  body.map((s) => ({ secret: s, text: `authorization: Basic ${s}==` })),
  body.map((s) => ({ secret: s, text: `{"apikey":"${s}","n":1}` })),
  body.map((s) => ({ secret: s, text: `{\\"x-api-key\\":\\"${s}\\"}` })),
  body.map((s) => ({ secret: s, text: `UPSTASH_REDIS_REST_TOKEN=${s}` })),
  body.map((s) => ({ secret: s, text: `https://host/path?access_token=${s}&n=1` })),
  body.map((s) => ({ secret: s, text: `password = '${s}'` })),
  body.map((s) => ({ secret: s, text: `-----BEGIN PRIVATE KEY-----\n${s}\n-----END PRIVATE KEY-----` })),
  fc.constant({ secret: "eyJzdWIiOiIxIn0", text: jwt }),
  fc.constant({ secret: KNOWN, text: KNOWN }),
);
const words = fc.constantFrom("", "fetch failed for ", '{"error":"', "at line 3\n", "'", "caused by: ");

describe("the logger", () => {
  it("lets no secret into a line, whatever carries it and wherever it stands", () => {
    fc.assert(
      fc.property(carried, words, words, ({ secret, text }, before, after) => {
        const message = `${before}${text} ${after}`;
        const lines = linesOf((logger) => {
          logger.info(message);
          logger.info("event", { detail: message, nested: [{ deep: { message } }], [`key ${text}`]: 1 });
          logger.error("failed", new Error("outer", { cause: new TypeError(message) }), { message });
          logger.error("failed", { response: { body: message } });
          logger.error("failed", message);
          logger.warn("left out", new Error(message), { message });
        });
        for (const line of lines) {
          expect(line).not.toContain(secret);
          expect(line).not.toContain(JSON.stringify(secret).slice(1, -1));
          expect(() => JSON.parse(line)).not.toThrow();
        }
      }),
      { numRuns: 400 },
    );
  });

  it("blots out members by their name, whatever they hold", () => {
    const [line] = linesOf((logger) =>
      logger.info("event", {
        authorization: "abc",
        headers: { "x-api-key": "abc", cookie: ["abc"] },
        client_secret: { value: "abc" },
        refreshToken: "abc",
      }),
    );
    expect(line).not.toContain("abc");
  });

  it("leaves everything else as it is", () => {
    const fields = {
      path: "/ml-predict/batch",
      duration_ms: 1.5,
      caller: "api_key",
      user_id: "6a1c7ba8-7a0f-4d8c-8f0e-0c2e1b5f3a11",
      short: "short",
      url: "https://example.com/a?b=c",
      note: "two tokens were left, the key is unknown",
    };
    const [line] = linesOf((logger) => logger.info("request", fields));
    expect(JSON.parse(line!)).toEqual({ level: "info", service: "test", event: "request", ...fields });
  });

  it("warns of what is done without in a line that has no trace", () => {
    const [line] = linesOf((logger) =>
      logger.warn("limits_not_read", new Error("too late"), { limits: "old" }),
    );
    expect(JSON.parse(line!)).toEqual({
      level: "warn",
      service: "test",
      event: "limits_not_read",
      limits: "old",
      error: "too late",
    });
  });

  it("survives objects that refer to themselves, and numbers that JSON has not", () => {
    const loop: Record<string, unknown> = { n: 1n };
    loop.self = loop;
    const lines = linesOf((logger) => {
      logger.info("event", loop);
      logger.error("failed", loop);
    });
    expect(lines.map((line) => JSON.parse(line).event)).toEqual(["event", "failed"]);
  });
});
