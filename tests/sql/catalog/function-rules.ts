import type { CatalogRule } from "./rule.ts";

/** The functions of our schemas of which a condition holds. */
function functionsWhere(condition: string): string {
  return `select p.oid::regprocedure from pg_proc as p
    where p.pronamespace in ('public'::regnamespace, 'internal'::regnamespace, 'private'::regnamespace)
      and (${condition})`;
}

/** A function that keeps every rule but the one that `change` breaks. */
function functionWith(change: string, schema = "internal"): string {
  const name = `${schema}.offence()`;
  return `create function ${name} returns integer language sql set search_path = '' as 'select 1';
    comment on function ${name} is 'Offends.'; revoke all on function ${name} from public; ${change}`;
}

export const FUNCTION_RULES: readonly CatalogRule[] = [
  {
    rule: "names in a function resolve by its text alone: search_path is empty",
    offenders: functionsWhere(`not coalesce(p.proconfig, '{}') && array['search_path=""']`),
    offence: functionWith("alter function internal.offence() reset search_path"),
  },
  {
    rule: "a function is described",
    offenders: functionsWhere("obj_description(p.oid, 'pg_proc') is null"),
    offence: functionWith("comment on function internal.offence() is null"),
  },
  {
    rule: "no function is executable by everybody",
    offenders: functionsWhere(
      "p.proacl is null or exists (select from aclexplode(p.proacl) where grantee = 0)",
    ),
    offence: functionWith("grant execute on function internal.offence() to public"),
  },
  {
    rule: "private holds the functions that run with their owner's rights, and no other",
    offenders: functionsWhere("p.prosecdef <> (p.pronamespace = 'private'::regnamespace)"),
    offence: functionWith("alter function internal.offence() security definer"),
  },
  {
    rule: "no two functions of public share a name: REST could not tell them apart",
    offenders: functionsWhere(`p.pronamespace = 'public'::regnamespace and exists (
      select from pg_proc as q where q.pronamespace = p.pronamespace and q.proname = p.proname and q.oid <> p.oid
    )`),
    offence: functionWith(
      "create function public.offence(n integer) returns integer language sql as 'select 1'",
      "public",
    ),
  },
  {
    rule: "REST offers no trigger function",
    offenders: functionsWhere(
      "p.prorettype = 'trigger'::regtype and p.pronamespace = 'public'::regnamespace",
    ),
    offence: "create function public.offence() returns trigger language plpgsql as 'begin return null; end'",
  },
  {
    rule: "the schema private is closed to anon and authenticated",
    offenders: `select role from unnest(array['anon', 'authenticated']) as role
      where has_schema_privilege(role, 'private', 'usage')`,
    offence: "grant usage on schema private to authenticated",
  },
  {
    rule: "nobody but their owner makes objects in our schemas",
    offenders: `select n.nspname, role from pg_namespace as n
      cross join unnest(array['anon', 'authenticated', 'service_role']) as role
      where n.nspname in ('public', 'internal', 'private') and has_schema_privilege(role, n.oid, 'create')`,
    offence: "grant create on schema internal to authenticated",
  },
];
