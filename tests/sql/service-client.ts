import type { TransactionSql } from "postgres";
import type { ProjectClient } from "../../shared/adapters/supabase/client.ts";
import { become, SERVICE } from "./callers.ts";
import type { MigratedDatabase } from "./database.ts";

/** As much of a Supabase client as calls functions, over a test's own database: as the service, each call a transaction. */
export function serviceClient(database: MigratedDatabase): ProjectClient {
  const rpc = (name: string, args: Readonly<Record<string, unknown>> = {}) => {
    const answer = database.sql.begin(async (tx) => {
      await become(tx, SERVICE);
      return { data: await call(tx, name, args), error: null, status: 200 };
    });
    return Object.assign(answer, { abortSignal: () => answer });
  };
  return { rpc } as unknown as ProjectClient;
}

async function call(tx: TransactionSql, name: string, args: Readonly<Record<string, unknown>>) {
  const values = Object.values(args).map((value) =>
    typeof value === "object" && value !== null ? tx.json(value as never) : value,
  );
  const list = Object.keys(args).map((arg, index) => `${arg} => $${index + 1}`);
  const [row] = await tx.unsafe(`select public.${name}(${list.join(", ")}) as data`, values as never[]);
  return row!.data;
}
