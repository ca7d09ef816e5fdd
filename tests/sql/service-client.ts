import type { TransactionSql } from "postgres";
import type { ProjectClient } from "../../shared/adapters/supabase/client.ts";
import { become, SERVICE } from "./callers.ts";
import type { MigratedDatabase } from "./database.ts";

/** As much of a Supabase client as calls functions, over a test's own database: as the service, each call a transaction. */
export function serviceClient(database: MigratedDatabase): ProjectClient {
  const rpc = (name: string, args: Readonly<Record<string, unknown>> = {}) => {
    const answer = database.sql.begin(async (tx) => {
      const signature = await signatureOf(tx, name);
      await become(tx, SERVICE);
      return { data: await call(tx, name, args, signature), error: null, status: 200 };
    });
    return Object.assign(answer, { abortSignal: () => answer });
  };
  return { rpc } as unknown as ProjectClient;
}

interface Signature {
  readonly isSet: boolean;
  /** Type by argument. */
  readonly types: Readonly<Record<string, string>>;
}

async function signatureOf(tx: TransactionSql, name: string): Promise<Signature> {
  const [row] = await tx<Signature[]>`
    select proretset as "isSet", (
      select coalesce(jsonb_object_agg(proargnames[n], format_type(type, null)), '{}')
      from unnest(proargtypes) with ordinality as argument (type, n)
    ) as types
    from pg_proc where oid = ${`public.${name}`}::regproc`;
  return row!;
}

/** The arguments as one JSON object, cast to what the function takes; a set as the list of its rows: both as the REST API has them. */
async function call(
  tx: TransactionSql,
  name: string,
  args: Readonly<Record<string, unknown>>,
  { isSet, types }: Signature,
) {
  const given = Object.keys(args);
  const columns = given.map((arg) => `${arg} ${types[arg]}`);
  const from = given.length > 0 ? `from jsonb_to_record($1) as args (${columns.join(", ")}),` : "from";
  const list = given.map((arg) => `${arg} => args.${arg}`).join(", ");
  const data = isSet ? "coalesce(jsonb_agg(answer), '[]')" : "to_jsonb(answer)";
  const values = given.length > 0 ? [tx.json(args as never)] : [];
  const [row] = await tx.unsafe(
    `select ${data} as data ${from} lateral public.${name}(${list}) as answer`,
    values as never[],
  );
  return row!.data;
}
