import type { Column } from "./column.ts";
import { grantStatements, tableGrants } from "./grants.ts";
import { blocks, comment, condition, tidy, withoutCast, wrap } from "./print.ts";
import type { Catalogue } from "./read.ts";
import { OUR_SCHEMAS } from "./read.ts";
import { rowsStatement } from "./rows.ts";

interface Table {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  readonly isUnlogged: boolean;
  readonly partitionKey: string | null;
  readonly hasRowSecurity: boolean;
  readonly comment: string | null;
}

/** Each table in SQL, but for partitions, which are made as bars come. */
export async function describeTables(catalogue: Catalogue): Promise<[name: string, text: string][]> {
  const tables = await catalogue<Table[]>`
    select c.oid, n.nspname as schema, c.relname as name, c.relpersistence = 'u' as "isUnlogged",
      pg_get_partkeydef(c.oid) as "partitionKey", c.relrowsecurity as "hasRowSecurity",
      obj_description(c.oid, 'pg_class') as comment
    from pg_class as c inner join pg_namespace as n on n.oid = c.relnamespace
    where n.nspname = any(${[...OUR_SCHEMAS]}) and c.relkind in ('r', 'p') and not c.relispartition`;
  const texts: [string, string][] = [];
  for (const table of tables)
    texts.push([`${table.schema}.${table.name}`, await describeTable(catalogue, table)]);
  return texts;
}

async function describeTable(catalogue: Catalogue, table: Table): Promise<string> {
  const name = `${table.schema}.${table.name}`;
  const columns = await columnsOf(catalogue, table.oid);
  const lines = [...columns.map(columnLine), ...(await constraintLines(catalogue, table.oid))].map(indented);
  const partition = table.partitionKey ? `\npartition by ${tidy(table.partitionKey)}` : "";
  return blocks(
    `create ${table.isUnlogged ? "unlogged " : ""}table ${name} (\n${lines.join(",\n")}\n)${partition};`,
    [
      comment(`table ${name}`, table.comment),
      ...columns.map((column) => comment(`column ${name}.${column.name}`, column.comment)),
    ],
    await indexStatements(catalogue, table.oid),
    ...(await triggerStatements(catalogue, table.oid)),
    [
      table.hasRowSecurity ? `alter table ${name} enable row level security;` : null,
      ...(await policyStatements(catalogue, table.oid, name)),
      ...grantStatements(name, await tableGrants(catalogue, table.oid)),
    ],
    await rowsStatement(catalogue, name, columns),
  );
}

/** A line within the table's parentheses; a constraint may have several. */
function indented(line: string): string {
  return line.includes("\n") ? `  ${line}` : wrap(`  ${line}`);
}

/** Columns of a table or view, in their order. */
export async function columnsOf(catalogue: Catalogue, oid: number): Promise<Column[]> {
  return await catalogue<Column[]>`
    select quote_ident(a.attname) as name, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as "isRequired",
      pg_get_expr(d.adbin, d.adrelid, true) as initial, a.attidentity as identity, a.attgenerated as generated,
      col_description(a.attrelid, a.attnum) as comment
    from pg_attribute as a left join pg_attrdef as d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where a.attrelid = ${oid} and a.attnum > 0 and not a.attisdropped
    order by a.attnum`;
}

function columnLine({ name, type, isRequired, initial, identity, generated }: Column): string {
  const parts = [name, tidy(type)];
  if (isRequired) parts.push("not null");
  if (identity) parts.push(`generated ${identity === "a" ? "always" : "by default"} as identity`);
  if (generated) parts.push(`generated always as (${tidy(initial!)}) stored`);
  else if (initial !== null) parts.push(`default ${withoutCast(tidy(initial), tidy(type))}`);
  return parts.join(" ");
}

async function constraintLines(catalogue: Catalogue, oid: number): Promise<string[]> {
  const constraints = await catalogue<{ name: string; definition: string }[]>`
    select quote_ident(conname) as name, pg_get_constraintdef(oid, true) as definition from pg_constraint
    where conrelid = ${oid} and contype in ('p', 'u', 'f', 'c', 'x')
    order by array_position('{p,u,f,c,x}'::"char"[], contype), conname collate "C"`;
  return constraints.map(({ name, definition }) => {
    const line = `constraint ${name} ${tidy(definition)}`;
    const [, before, check, after] = /^(.* check) \((.*)\)( not valid)?$/.exec(line) ?? [];
    if (!check || line.length < 108) return line;
    return `${before} (\n    ${condition(check, "    ")}\n  )${after ?? ""}`;
  });
}

async function indexStatements(catalogue: Catalogue, oid: number): Promise<string[]> {
  const indexes = await catalogue<{ definition: string }[]>`
    select pg_get_indexdef(i.indexrelid, 0, true) as definition
    from pg_index as i inner join pg_class as c on c.oid = i.indexrelid
    where i.indrelid = ${oid} and not exists (
      select from pg_constraint as k where k.conindid = i.indexrelid and k.conrelid = i.indrelid and k.contype in ('p', 'u', 'x')
    )
    order by c.relname collate "C"`;
  return indexes.map(({ definition }) => {
    const line = `${tidy(definition).replace(" using btree", "")};`;
    return line.length > 110 ? line.replace(/ on (?=\w+\.)/, "\non ").replace(/ where /, "\nwhere ") : line;
  });
}

async function triggerStatements(catalogue: Catalogue, oid: number): Promise<string[]> {
  const triggers = await catalogue<{ definition: string }[]>`
    select pg_get_triggerdef(oid, true) as definition from pg_trigger
    where tgrelid = ${oid} and not tgisinternal
    order by tgname collate "C"`;
  return triggers.map(
    ({ definition }) =>
      `${tidy(definition)
        .replace(/ (?=on \w+\.\w+ )/, definition.includes(" OF ") ? "\n" : " ")
        .replace(/ (?=(?:before|after|instead of) )/, "\n")
        .replace(/ (?=referencing )/, "\n")
        .replace(/ (?=for each )/, "\n")
        .replace(/ (?=execute function )/, definition.includes(" WHEN ") ? "\n" : " ")
        .split("\n")
        .map(wrap)
        .join("\n")};`,
  );
}

async function policyStatements(catalogue: Catalogue, oid: number, table: string): Promise<string[]> {
  const policies = await catalogue<
    {
      name: string;
      isPermissive: boolean;
      verb: string;
      roles: string;
      using: string | null;
      check: string | null;
    }[]
  >`
    select quote_ident(p.polname) as name, p.polpermissive as "isPermissive",
      case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end
        as verb,
      (
        select string_agg(coalesce(r.rolname, 'public'), ', ' order by r.rolname)
        from unnest(p.polroles) as role left join pg_roles as r on r.oid = role
      ) as roles,
      pg_get_expr(p.polqual, p.polrelid, true) as using, pg_get_expr(p.polwithcheck, p.polrelid, true) as check
    from pg_policy as p
    where p.polrelid = ${oid}
    order by array_position('{r,a,w,d,*}'::"char"[], p.polcmd), p.polname collate "C"`;
  return policies.map(({ name, isPermissive, verb, roles, using, check }) => {
    const lines = [
      `create policy ${name} on ${table}${isPermissive ? "" : " as restrictive"}`,
      `for ${verb} to ${roles}`,
    ];
    if (using !== null) lines.push(`using (${condition(tidy(using), "  ")})`);
    if (check !== null) lines.push(`with check (${condition(tidy(check), "  ")})`);
    return `${lines.join("\n")};`;
  });
}
