import type { Options, Sql } from "postgres";
import postgres from "postgres";

/** Work still under way when the pool ends is cut off after this. */
const END_PATIENCE_S = 5;

/** A connection for one holder at a time: what the data API asks of a reserved connection of postgres.js. */
export interface Session {
  unsafe(query: string, parameters?: never[]): Promise<unknown>;
  release(): void;
}

/**
 * Connections that are reserved one by one, and given up for good when they are lost. postgres.js 3.4.9 has a pool and
 * reservations of its own, but a server that goes away leaves lost connections among its open ones: the next query there
 * throws where nobody can catch it, or is never answered. So each connection here is a client of its own.
 */
export class SessionPool {
  readonly #open = new Set<Sql>();
  readonly #idle: Sql[] = [];
  readonly #waiting: ((client: Sql) => void)[] = [];

  constructor(
    private readonly options: Options<Record<string, never>>,
    private readonly max: number,
  ) {}

  async reserve(): Promise<Session> {
    const client = this.#idle.pop() ?? (this.#open.size < this.max ? this.#connect() : await this.#turn());
    return {
      // On a lost connection it would connect again, in the middle of what was a transaction.
      unsafe: (query, parameters) =>
        this.#open.has(client) ? client.unsafe(query, parameters) : Promise.reject(connectionClosed()),
      release: () => this.#release(client),
    };
  }

  async end(): Promise<void> {
    await Promise.all([...this.#open].map((client) => client.end({ timeout: END_PATIENCE_S })));
  }

  #turn(): Promise<Sql> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #release(client: Sql): void {
    if (!this.#open.has(client)) return;
    const next = this.#waiting.shift();
    if (next) next(client);
    else this.#idle.push(client);
  }

  #connect(): Sql {
    const onclose = () => this.#lose(client);
    const client: Sql = postgres({
      ...this.options,
      max: 1,
      max_lifetime: null,
      fetch_types: false,
      onclose,
    });
    this.#open.add(client);
    return client;
  }

  #lose(client: Sql): void {
    if (!this.#open.delete(client)) return;
    const place = this.#idle.indexOf(client);
    if (place >= 0) this.#idle.splice(place, 1);
    client.end({ timeout: 0 }).catch(() => {});
    this.#waiting.shift()?.(this.#connect());
  }
}

/** In the driver's own words. */
function connectionClosed(): Error {
  return Object.assign(new Error("write CONNECTION_CLOSED"), { code: "CONNECTION_CLOSED" });
}
