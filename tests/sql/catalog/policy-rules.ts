import type { CatalogRule } from "./rule.ts";

/** Tables whose rows all may read who hold the grant; every other policy must look at who asks. */
const READ_BY_ALL = [
  "feature_sets",
  "instruments",
  "market_data",
  "ml_indicator_weight_history",
  "ml_indicator_weights",
  "ml_model_performance",
  "platform_limits",
  "universe_symbols",
  "universes",
];

const GRANTED = `
  select table_name::text, privilege_type as cmd, grantee::text as role from information_schema.column_privileges
  where table_schema = 'public' and grantee in ('anon', 'authenticated')
  union
  select table_name::text, privilege_type, grantee::text from information_schema.role_table_grants
  where table_schema = 'public' and grantee in ('anon', 'authenticated')`;

const RULED = `
  select tablename::text, cmd, role::text from pg_policies cross join unnest(roles) as role
  where schemaname = 'public'`;

export const POLICY_RULES: readonly CatalogRule[] = [
  {
    rule: "a policy is permissive, of one verb, and for named roles other than the service",
    offenders: `select tablename, policyname from pg_policies
      where schemaname = 'public' and (
        permissive <> 'PERMISSIVE' or cmd = 'ALL' or roles && array['public', 'service_role', 'postgres']::name[]
      )`,
    offence: "create policy offence on public.jobs using (false)",
  },
  {
    rule: "a table has one policy a verb and role",
    offenders: `select tablename, cmd, role from pg_policies cross join unnest(roles) as role
      where schemaname = 'public' group by tablename, cmd, role having count(*) > 1`,
    offence: "create policy offence on public.jobs for select to authenticated using (false)",
  },
  {
    rule: "only declared tables are open to all, and only for reading",
    offenders: `select tablename, cmd from pg_policies
      where schemaname = 'public' and 'true' in (qual, with_check)
        and not (cmd = 'SELECT' and tablename in (${READ_BY_ALL.map((table) => `'${table}'`).join(", ")}))`,
    offence: "create policy offence on public.ml_predictions for insert to anon with check (true)",
  },
  {
    rule: "who asks is found out once a statement, not once a row",
    offenders: String.raw`select tablename, policyname from pg_policies
      where schemaname = 'public'
        and regexp_replace(concat(qual, with_check), 'SELECT \(*(auth|internal|private)\.\w+\(', '', 'g')
          ~ '(auth|internal|private)\.\w+\(|current_setting'`,
    offence: "create policy offence on public.jobs for update to anon using (auth.uid() is not null)",
  },
  {
    rule: "no policy trusts what users may write about themselves",
    offenders:
      "select tablename, policyname from pg_policies where concat(qual, with_check) ~ 'user_meta_?data'",
    offence: `create policy offence on public.jobs for update to anon
      using ((select auth.jwt() -> 'user_metadata' ->> 'role') = 'operator')`,
  },
  {
    rule: "what is granted to anon or authenticated has a policy that says on which rows",
    offenders: `(${GRANTED}) except (${RULED})`,
    offence: "grant delete on public.jobs to authenticated",
  },
  {
    rule: "a policy has its grant",
    offenders: `(${RULED}) except (${GRANTED})`,
    offence: "create policy offence on public.jobs for delete to authenticated using (false)",
  },
];
