import { beforeAll, describe, expect, it } from "vitest";
import { describeApi } from "../../docs/generate-openapi.ts";
import { DEFAULT_TIERS } from "../../shared/limits/tier.ts";
import { everyApp } from "../support/every-app.ts";
import { signTestToken, TEST_CRON_KEY, TEST_PUBLISHABLE_KEY, TEST_SECRET_KEY } from "../support/http-deps.ts";
import { ADMITTED, createMemoryRateLimiter } from "../support/memory/rate-limiter.ts";

/** Headers that describe the body, protect browsers or are CORS's: the document speaks of them once, for all answers. */
const STANDARD =
  /^(content-(type|length|security-policy)|vary|access-control-.*|cross-origin-.*|origin-agent-cluster|referrer-policy|strict-transport-security|x-(content-type-options|dns-prefetch-control|download-options|frame-options|permitted-cross-domain-policies|xss-protection))$/;

interface Answer {
  readonly headers?: Readonly<Record<string, unknown>>;
}
type Operations = Readonly<Record<string, { readonly responses: Readonly<Record<string, Answer>> }>>;

/** Headers that a route answered with, and those that the document declares. */
interface Seen {
  readonly where: string;
  readonly answer: Response;
  readonly declared: Answer | undefined;
}

let seen: Seen[];
beforeAll(async () => {
  const { paths } = await describeApi();
  const user = { apikey: TEST_PUBLISHABLE_KEY, authorization: `Bearer ${await signTestToken()}` };
  const credentials = [
    {},
    user,
    { apikey: TEST_SECRET_KEY, "idempotency-key": "once" },
    { apikey: TEST_CRON_KEY },
    { apikey: "wrong" },
  ];
  // The double does not count: every fifth request is refused.
  const limiter = createMemoryRateLimiter(
    Array.from({ length: 1_000 }, (_, i) => ({ ...ADMITTED, allowed: i % 5 > 0 })),
  );
  seen = [];
  for (const { slug, app } of await everyApp({ limiter, tiers: async () => DEFAULT_TIERS })) {
    for (const { path, method } of app.contracts) {
      const template = `/${slug}${path === "/" ? "" : path}`;
      const concrete = template.replaceAll(/\{\w+\}/g, "5a1c7ba8-7a0f-4d8c-8f0e-0c2e1b5f3a99");
      for (const headers of credentials) {
        const answer = await app.request(concrete, {
          method: method.toUpperCase(),
          headers: { ...headers, "content-type": "application/json" },
          ...(method !== "get" && { body: "{}" }),
        });
        const { responses } = (paths[template] as Operations)[method]!;
        const where = `${method} ${template} ${answer.status}`;
        seen.push({ where, answer, declared: responses[answer.status] });
      }
    }
  }
});

describe("what every route of every function sends", () => {
  it("is of a status that the document declares", () => {
    expect(seen.filter(({ declared }) => !declared).map(({ where }) => where)).toEqual([]);
    const statuses = new Set(seen.map(({ answer }) => answer.status));
    for (const status of [200, 400, 401, 403, 429, 503]) expect(statuses).toContain(status);
  });

  it("has no header that the document does not declare", () => {
    const undeclared = seen.flatMap(({ where, answer, declared }) => {
      const names = Object.keys(declared?.headers ?? {}).map((name) => name.toLowerCase());
      return [...answer.headers.keys()]
        .filter((name) => !STANDARD.test(name) && !names.includes(name))
        .map((name) => `${where}: ${name}`);
    });
    expect(undeclared).toEqual([]);
  });

  it.each([
    [401, ["www-authenticate"]],
    [429, ["retry-after", "ratelimit-limit", "ratelimit-remaining", "ratelimit-reset", "ratelimit-policy"]],
    [503, ["retry-after"]],
  ])("has with %s the headers that a client waits for", (status, names) => {
    const answers = seen.filter(({ answer }) => answer.status === status);
    for (const { answer, where } of answers) {
      for (const name of [...names, "x-request-id", "server-timing"]) {
        expect(answer.headers.has(name), `${where}: ${name}`).toBe(true);
      }
    }
  });
});
