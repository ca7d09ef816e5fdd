import { grantStatements, tableGrants } from "./grants.ts";
import { blocks, comment, list, quote, tidy } from "./print.ts";
import type { Catalogue } from "./read.ts";
import { OUR_SCHEMAS } from "./read.ts";
import { columnsOf } from "./tables.ts";

/** Each view in SQL. */
export async function describeViews(catalogue: Catalogue): Promise<[name: string, text: string][]> {
  const views = await catalogue<
    { oid: number; name: string; options: string[]; definition: string; comment: string | null }[]
  >`
    select c.oid, n.nspname || '.' || c.relname as name, coalesce(c.reloptions, '{}') as options,
      pg_get_viewdef(c.oid, true) as definition, obj_description(c.oid, 'pg_class') as comment
    from pg_class as c inner join pg_namespace as n on n.oid = c.relnamespace
    where n.nspname = any(${[...OUR_SCHEMAS]}) and c.relkind = 'v'`;
  const texts: [string, string][] = [];
  for (const { oid, name, options, definition, comment: text } of views) {
    const columns = await columnsOf(catalogue, oid);
    const statement = [
      `create view ${name}`,
      options.length > 0 ? `with (${options.join(", ").replaceAll("=", " = ")})` : null,
      `as\n${tidyLines(definition)}`,
    ];
    texts.push([
      name,
      blocks(
        statement,
        [
          comment(`view ${name}`, text),
          ...columns.map((column) => comment(`column ${name}.${column.name}`, column.comment)),
        ],
        grantStatements(name, await tableGrants(catalogue, oid)),
      ),
    ]);
  }
  return texts;
}

function tidyLines(definition: string): string {
  const lines = definition.replace(/;\s*$/, "").split("\n");
  return `${lines.map((line) => `${/^ */.exec(line)![0].slice(1)}${tidy(line.trim())}`).join("\n")};`;
}

/** Each enumeration in SQL. */
export async function describeTypes(catalogue: Catalogue): Promise<[name: string, text: string][]> {
  const types = await catalogue<{ name: string; labels: string[]; comment: string | null }[]>`
    select n.nspname || '.' || t.typname as name, obj_description(t.oid, 'pg_type') as comment,
      (select array_agg(e.enumlabel::text order by e.enumsortorder) from pg_enum as e where e.enumtypid = t.oid) as labels
    from pg_type as t inner join pg_namespace as n on n.oid = t.typnamespace
    where n.nspname = any(${[...OUR_SCHEMAS]}) and t.typtype = 'e'`;
  return types.map(({ name, labels, comment: text }) => {
    const start = `create type ${name} as enum `;
    return [name, blocks([`${start}${list(labels.map(quote), start)};`, comment(`type ${name}`, text)])];
  });
}

/** Refuses objects that no part of the description tells, so that none can be missing from it unseen. */
export async function refuseUntold(catalogue: Catalogue): Promise<void> {
  const untold = await catalogue<{ object: string }[]>`
    with ours as (select oid from pg_namespace where nspname = any(${[...OUR_SCHEMAS]}))
    select format('relation %s', c.oid::regclass) as object from pg_class as c
    where c.relnamespace in (select oid from ours) and c.relkind not in ('r', 'p', 'v', 'i', 'I')
      and not (c.relkind = 'S' and exists (select from pg_depend as d where d.objid = c.oid and d.deptype = 'i'))
    union all
    select format('type %s', t.oid::regtype) from pg_type as t
    where t.typnamespace in (select oid from ours) and t.typtype in ('d', 'r')
    union all
    select format('routine %s', p.oid::regprocedure) from pg_proc as p
    where p.pronamespace in (select oid from ours) and (p.prokind not in ('f', 'p') or p.prosqlbody is not null)
    union all
    select format('operator %s', o.oid::regoperator) from pg_operator as o where o.oprnamespace in (select oid from ours)
    order by object`;
  if (untold.length > 0) {
    throw new Error(`docs/catalogue has no form yet for ${untold.map(({ object }) => object).join(", ")}.`);
  }
}
