import type { Sql } from "postgres";
import postgres from "postgres";
import { isStandIn } from "../postgres/extensions.ts";
import { settledWithin } from "../settled-within.ts";
import { type QueuedRequest, sendRequest } from "./send-request.ts";

const BATCH_SIZE = 200;
/** pg_net loses what is in flight when its server stops, too. */
const STOP_PATIENCE_MS = 5_000;
/** How long pg_net keeps answers. */
const RESPONSE_TTL = "6 hours";

/**
 * Sends what net.http_get, http_post and http_delete have queued, where the server has our SQL-only pg_net instead of
 * the real one. A request leaves the queue before it is sent: it is sent once or, after a crash, not at all.
 */
export async function startNet(
  superuserUrl: string,
  log: (line: string) => void,
): Promise<{ stop(): Promise<void> }> {
  const superuser = postgres(superuserUrl, { max: 4, onnotice: () => {} });
  if (!(await isStandIn(superuser, "net", "http_post"))) {
    await superuser.end();
    return { stop: async () => {} };
  }
  const inFlight = new Set<Promise<void>>();
  const send = (request: QueuedRequest) => {
    const sending = sendAndRecord(superuser, request)
      .catch((error: Error) => log(error.message))
      .finally(() => inFlight.delete(sending));
    inFlight.add(sending);
  };
  let draining: Promise<void> = Promise.resolve();
  const wake = () => {
    draining = draining.then(() => drain(superuser, send)).catch((error: Error) => log(error.message));
  };
  await superuser.listen("net_http_request_queue", wake, wake);
  return {
    async stop() {
      await settledWithin([draining, ...inFlight], STOP_PATIENCE_MS);
      await superuser.end({ timeout: 1 });
    },
  };
}

async function drain(superuser: Sql, send: (request: QueuedRequest) => void): Promise<void> {
  await superuser`delete from net._http_response where created < now() - ${RESPONSE_TTL}::interval`;
  for (;;) {
    const batch = await superuser<QueuedRequest[]>`
      delete from net.http_request_queue where id in (
        select id from net.http_request_queue order by id limit ${BATCH_SIZE} for update skip locked)
      returning id, method, url, headers, body, timeout_milliseconds as "timeoutMs"`;
    if (batch.length === 0) return;
    // A slow answer holds up no other request.
    batch.forEach(send);
  }
}

async function sendAndRecord(superuser: Sql, request: QueuedRequest): Promise<void> {
  const response = await sendRequest(request);
  await superuser`
    insert into net._http_response (id, status_code, content_type, headers, content, timed_out, error_msg)
    values (${request.id}, ${response.statusCode}, ${response.contentType}, ${response.headers as never},
      ${response.content}, ${response.timedOut}, ${response.errorMessage})`;
}
