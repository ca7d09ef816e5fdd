import { wrap } from "./print.ts";
import type { Catalogue } from "./read.ts";

/** A right on an object, or on one of its columns. */
export interface Grant {
  readonly privilege: string;
  readonly role: string;
  readonly column: string | null;
}

const VERBS = [
  "usage",
  "select",
  "insert",
  "update",
  "delete",
  "truncate",
  "references",
  "trigger",
  "execute",
];

/** Rights on a table or view and its columns, apart from its owner's. */
export async function tableGrants(catalogue: Catalogue, oid: number): Promise<Grant[]> {
  return await catalogue<Grant[]>`
    with object as (
      select relacl as acl, relowner as owner, null::name as column, 0 as place from pg_class where oid = ${oid}
      union all
      select attacl, relowner, attname, attnum from pg_attribute inner join pg_class on pg_class.oid = attrelid
      where attrelid = ${oid} and attacl is not null
    )
    select lower(g.privilege_type) as privilege, coalesce(quote_ident(r.rolname), 'public') as role, object.column
    from object cross join aclexplode(object.acl) as g left join pg_roles as r on r.oid = g.grantee
    where g.grantee <> object.owner
    order by r.rolname, object.place`;
}

/** Statements that give the rights: one for each set of verbs and columns, roles with the same together. */
export function grantStatements(object: string, grants: readonly Grant[]): string[] {
  const columns = new Map<string, string[]>();
  for (const { role, privilege, column } of grants) {
    const key = `${role} ${privilege}`;
    columns.set(key, [...(columns.get(key) ?? []), ...(column === null ? [] : [column])]);
  }
  const verbs = new Map<string, string[]>();
  for (const [key, names] of [...columns].sort(byVerb)) {
    const [role, privilege] = key.split(" ") as [string, string];
    const isOfColumns = names.length > 0;
    const group = isOfColumns ? `${role} ${privilege}` : role;
    verbs.set(group, [
      ...(verbs.get(group) ?? []),
      isOfColumns ? `${privilege} (${names.join(", ")})` : privilege,
    ]);
  }
  const roles = new Map<string, string[]>();
  for (const [group, rights] of verbs) {
    const key = rights.join(", ");
    roles.set(key, [...(roles.get(key) ?? []), group.split(" ")[0]!]);
  }
  return [...roles].map(([rights, to]) => wrap(`grant ${rights} on ${object} to ${to.sort().join(", ")};`));
}

function byVerb([a]: [string, unknown], [b]: [string, unknown]): number {
  const place = (key: string) => VERBS.indexOf(key.split(" ")[1]!);
  return place(a) - place(b);
}
