import type { Stack } from "./create-stack.ts";

/** Text that `npm start` prints when everything is ready: where it is, the keys, what there is, and calls to try. */
export function welcome({ url, keys, databaseUrl }: Stack, seeded: readonly string[]): string {
  return `
Edgewise is ready.

  API         ${url}
  Database    ${databaseUrl}
  Publishable ${keys.publishable}
  Secret      ${keys.secret}
${seeded.map((line) => `  ${line}\n`).join("")}
Try:

  curl ${url}/functions/v1/health/ready

  curl ${url}/functions/v1/indicators -H 'apikey: ${keys.secret}' \\
    -H 'content-type: application/json' -d '{"symbol":"SYN-COIN","timeframe":"H1"}'

  curl ${url}/functions/v1/ml-predict -H 'apikey: ${keys.secret}' \\
    -H 'content-type: application/json' -d '{"symbol":"SYN-COIN","timeframe":"H1"}'

  curl ${url}/functions/v1/models -H 'apikey: ${keys.publishable}'

The whole API: ${url}/docs. Ctrl-C stops it; .data keeps everything.
`;
}
