import { grantStatements } from "./grants.ts";
import { blocks, comment, quote } from "./print.ts";
import type { Catalogue } from "./read.ts";
import { OUR_SCHEMAS } from "./read.ts";

/** The schemas that the migrations make, with what their owner's new objects allow by default. */
export async function describeSchemas(catalogue: Catalogue): Promise<string> {
  const schemas = await catalogue<{ oid: number; name: string; comment: string | null }[]>`
    select oid, nspname as name, obj_description(oid, 'pg_namespace') as comment from pg_namespace
    where nspname = any(${[...OUR_SCHEMAS]}) and nspname <> 'public'
    order by nspname collate "C"`;
  const parts: string[] = [];
  for (const { oid, name, comment: text } of schemas) {
    const grants = await catalogue<{ privilege: string; role: string; column: null }[]>`
      select lower(g.privilege_type) as privilege, coalesce(quote_ident(r.rolname), 'public') as role, null as column
      from pg_namespace as n cross join aclexplode(n.nspacl) as g left join pg_roles as r on r.oid = g.grantee
      where n.oid = ${oid} and g.grantee <> n.nspowner
      order by r.rolname`;
    parts.push(
      blocks([
        `create schema ${name};`,
        comment(`schema ${name}`, text),
        ...grantStatements(`schema ${name}`, grants),
      ]),
    );
  }
  return blocks(...parts, await defaultPrivileges(catalogue));
}

async function defaultPrivileges(catalogue: Catalogue): Promise<string> {
  const defaults = await catalogue<{ schema: string; kind: string; rights: string }[]>`
    select coalesce(' in schema ' || n.nspname, '') as schema,
      case d.defaclobjtype when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'functions'
        when 'T' then 'types' else 'schemas' end as kind,
      coalesce((
        select string_agg(format('%s to %s', lower(g.privilege_type), coalesce(r.rolname, 'public')), ', '
          order by r.rolname, g.privilege_type)
        from aclexplode(d.defaclacl) as g left join pg_roles as r on r.oid = g.grantee
        where g.grantee <> d.defaclrole
      ), 'nothing') as rights
    from pg_default_acl as d left join pg_namespace as n on n.oid = d.defaclnamespace
    where d.defaclrole = 'postgres'::regrole
      and (d.defaclnamespace = 0 or n.nspname = any(${[...OUR_SCHEMAS]}))
    order by 1, 2`;
  return defaults
    .map(({ schema, kind, rights }) => `-- New ${kind}${schema} allow to others by themselves: ${rights}.`)
    .join("\n");
}

/** Each job of pg_cron, as the call that schedules it. */
export async function describeCronJobs(catalogue: Catalogue): Promise<[name: string, text: string][]> {
  const jobs = await catalogue<{ name: string; schedule: string; command: string }[]>`
    select jobname as name, schedule, command from cron.job where active`;
  return jobs.map(({ name, schedule, command }) => [
    `cron.${name}`,
    `select cron.schedule(${quote(name)}, ${quote(schedule)}, ${quote(command)});`,
  ]);
}
