import type { Stack } from "./create-stack.ts";

/** What `npm start` prints when everything is ready: where it is, the keys, what there is, and calls to try. */
export function welcome({ url, keys, databaseUrl }: Stack, seeded: readonly string[]): string {
  return `
Edgewise is ready.

  API         ${url}
  Database    ${databaseUrl}
  Publishable ${keys.publishable}
  Secret      ${keys.secret}
${seeded.map((line) => `  ${line}\n`).join("")}
Try:

  curl ${url}/functions/v1/health

  curl ${url}/auth/v1/signup -H 'apikey: ${keys.publishable}' \\
    -H 'content-type: application/json' -d '{"email":"me@example.com","password":"correct horse"}'

  curl '${url}/rest/v1/instruments?select=symbol,asset_class' -H 'apikey: ${keys.secret}'

Ctrl-C stops it; .data keeps everything.
`;
}
