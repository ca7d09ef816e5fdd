import type { CatalogRule } from "./rule.ts";

const OUR_TABLES = `
  select c.oid, c.relname, c.relnamespace, c.relrowsecurity from pg_class as c
  where c.relkind in ('r', 'p') and c.relnamespace in ('public'::regnamespace, 'internal'::regnamespace, 'private'::regnamespace)`;

/** Each of jobs' functions stamps the row itself. */
const STAMPED_BY_FUNCTIONS = "'jobs'";

export const TABLE_RULES: readonly CatalogRule[] = [
  {
    rule: "internal holds functions only",
    offenders: `select oid::regclass from pg_class where relnamespace = 'internal'::regnamespace`,
    offence: "create table internal.offence (id bigint primary key)",
  },
  {
    rule: "row level security is on, on partitions too",
    offenders: `select oid::regclass from (${OUR_TABLES}) as t where not relrowsecurity`,
    offence: "create table private.market_data_y1999 (like public.market_data)",
  },
  {
    rule: "partitions live where no API shows them",
    offenders: `select inhrelid::regclass from pg_inherits inner join (${OUR_TABLES}) as t on t.oid = inhrelid
      where t.relnamespace = 'public'::regnamespace`,
    offence: `create table public.market_data_y1999 partition of public.market_data
      for values from ('1999-01-01') to ('2000-01-01')`,
  },
  {
    rule: "a table in public has a primary key",
    offenders: `select t.oid::regclass from (${OUR_TABLES}) as t
      where t.relnamespace = 'public'::regnamespace
        and not exists (select from pg_constraint as k where k.conrelid = t.oid and k.contype = 'p')`,
    offence: "create table public.offence (id bigint)",
  },
  {
    rule: "a table in public is described",
    offenders: `select t.oid::regclass from (${OUR_TABLES}) as t
      where t.relnamespace = 'public'::regnamespace and obj_description(t.oid, 'pg_class') is null`,
    offence: "create table public.offence (id bigint primary key)",
  },
  {
    rule: "public holds tables only, since a view would need rules of its own",
    offenders: `select c.oid::regclass from pg_class as c
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('v', 'm', 'f')`,
    offence: "create view public.offence as select * from public.jobs",
  },
  {
    rule: "times carry a zone, texts no length, numbers no scale, and JSON is binary",
    offenders: `select table_name, column_name from information_schema.columns
      where table_schema in ('public', 'private') and (
        data_type in ('timestamp without time zone', 'time without time zone', 'character varying', 'character', 'json', 'money')
        or (data_type = 'numeric' and numeric_precision is not null)
      )`,
    offence: "alter table public.jobs add column offence timestamp",
  },
  {
    rule: "a foreign key is led by an index",
    offenders: `select k.conrelid::regclass, k.conname from pg_constraint as k
      where k.contype = 'f' and k.connamespace in ('public'::regnamespace, 'private'::regnamespace) and not exists (
        select from pg_index as i
        where i.indrelid = k.conrelid and i.indpred is null
          and (i.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey
      )`,
    offence: "alter table public.jobs add column user_id uuid references auth.users (id)",
  },
  {
    rule: "a constraint bears its table's name, and Postgres did not have to number it",
    offenders: `select k.conrelid::regclass, k.conname from pg_constraint as k
      inner join (${OUR_TABLES}) as t on t.oid = k.conrelid
      where t.relnamespace = 'public'::regnamespace and k.contype <> 'n'
        and (not starts_with(k.conname, t.relname) or k.conname ~ '[0-9]$')`,
    offence: "alter table public.jobs add check (attempts >= 0), add check (attempts >= 0)",
  },
  {
    rule: "no two indexes do the same",
    offenders: `select array_agg(i.indexrelid::regclass::text) from pg_index as i
      inner join (${OUR_TABLES}) as t on t.oid = i.indrelid
      group by i.indrelid, i.indkey::text, i.indoption::text, i.indpred::text, i.indexprs::text having count(*) > 1`,
    offence: "create index offence on public.ml_models (model_status)",
  },
  {
    rule: "updated_at is kept by a trigger",
    offenders: `select c.table_name from information_schema.columns as c
      where c.table_schema = 'public' and c.column_name = 'updated_at' and c.table_name not in (${STAMPED_BY_FUNCTIONS})
        and not exists (
          select from pg_trigger as t
          where t.tgrelid = format('public.%I', c.table_name)::regclass
            and t.tgfoid = 'internal.set_updated_at()'::regprocedure
        )`,
    offence: "alter table public.ml_trials add column updated_at timestamptz",
  },
];
