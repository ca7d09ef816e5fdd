import { grantStatements } from "./grants.ts";
import { blocks, comment, tidy, withoutCast } from "./print.ts";
import type { Catalogue } from "./read.ts";
import { OUR_SCHEMAS } from "./read.ts";

interface Routine {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  readonly kind: "function" | "procedure";
  readonly signature: string;
  readonly result: string | null;
  readonly language: string;
  readonly volatility: string;
  readonly isDefiner: boolean;
  readonly isStrict: boolean;
  readonly settings: readonly string[];
  readonly body: string;
  readonly comment: string | null;
  readonly isPublic: boolean;
}

interface Argument {
  readonly mode: "i" | "o" | "b" | "v" | "t";
  readonly name: string | null;
  readonly type: string;
  readonly initial: string | null;
}

/** Each function in SQL, its body as it was written; those of one name follow each other by their arguments. */
export async function describeFunctions(catalogue: Catalogue): Promise<[name: string, text: string][]> {
  const routines = await catalogue<Routine[]>`
    select p.oid, n.nspname as schema, p.proname as name,
      case p.prokind when 'f' then 'function' when 'p' then 'procedure' end as kind,
      p.oid::regprocedure::text as signature,
      case when p.prokind = 'f' then pg_get_function_result(p.oid) end as result, l.lanname as language,
      case p.provolatile when 'i' then 'immutable' when 's' then 'stable' else 'volatile' end as volatility,
      p.prosecdef as "isDefiner", p.proisstrict as "isStrict", coalesce(p.proconfig, '{}') as settings, p.prosrc as body,
      obj_description(p.oid, 'pg_proc') as comment,
      p.proacl is null or exists (select from aclexplode(p.proacl) where grantee = 0) as "isPublic"
    from pg_proc as p
    inner join pg_namespace as n on n.oid = p.pronamespace
    inner join pg_language as l on l.oid = p.prolang
    where n.nspname = any(${[...OUR_SCHEMAS]})
    order by p.oid::regprocedure::text collate "C"`;
  const texts: [string, string][] = [];
  for (const routine of routines) {
    texts.push([`${routine.schema}.${routine.name}`, await describeRoutine(catalogue, routine)]);
  }
  return texts;
}

async function describeRoutine(catalogue: Catalogue, routine: Routine): Promise<string> {
  const object = `${routine.kind} ${tidy(routine.signature).replaceAll(",", ", ")}`;
  const args = await argumentsOf(catalogue, routine.oid);
  const head = [
    `create ${routine.kind} ${routine.schema}.${routine.name}${inputs(args)}`,
    routine.result === null ? null : `returns ${result(routine.result, args)}`,
    `language ${routine.language}`,
    routine.kind === "function" ? routine.volatility : null,
    routine.isStrict ? "strict" : null,
    routine.isDefiner ? "security definer" : null,
    ...routine.settings.map(setting),
  ];
  const body = `as $$${routine.body}$$;`;
  return blocks(
    [...head, body],
    [
      comment(object, routine.comment),
      routine.isPublic ? null : `revoke all on ${object} from public;`,
      ...grantStatements(object, await grantsOf(catalogue, routine.oid)),
    ],
  );
}

async function argumentsOf(catalogue: Catalogue, oid: number): Promise<Argument[]> {
  return await catalogue<Argument[]>`
    select coalesce(p.proargmodes[a.place], 'i') as mode, nullif(p.proargnames[a.place], '') as name,
      format_type(a.type, null) as type, pg_get_function_arg_default(p.oid, a.place::integer) as initial
    from pg_proc as p
    cross join unnest(coalesce(p.proallargtypes, p.proargtypes::oid[])) with ordinality as a (type, place)
    where p.oid = ${oid}
    order by a.place`;
}

const MODES = { i: "", o: "out ", b: "inout ", v: "variadic ", t: "" };

function inputs(args: readonly Argument[]): string {
  const items = args.filter(({ mode }) => mode !== "t").map(argument);
  const inline = `(${items.join(", ")})`;
  return inline.length <= 90 ? inline : `(\n  ${items.join(",\n  ")}\n)`;
}

function argument({ mode, name, type, initial }: Argument): string {
  const start = `${MODES[mode]}${name === null ? "" : `${name} `}${tidy(type)}`;
  return initial === null ? start : `${start} default ${withoutCast(tidy(initial), tidy(type))}`;
}

function result(text: string, args: readonly Argument[]): string {
  const columns = args.filter(({ mode }) => mode === "t").map(argument);
  return columns.length === 0 ? tidy(text) : `table (\n  ${columns.join(",\n  ")}\n)`;
}

/** `search_path=""` -> `set search_path = ''`. */
function setting(text: string): string {
  const [name, value] = text.split(/=(.*)/s);
  return `set ${name} = ${value === '""' ? "''" : value}`;
}

async function grantsOf(catalogue: Catalogue, oid: number) {
  return await catalogue<{ privilege: string; role: string; column: null }[]>`
    select lower(g.privilege_type) as privilege, coalesce(quote_ident(r.rolname), 'public') as role, null as column
    from pg_proc as p cross join aclexplode(p.proacl) as g left join pg_roles as r on r.oid = g.grantee
    where p.oid = ${oid} and g.grantee <> p.proowner
    order by r.rolname`;
}
