import { expect, test } from "vitest";
import { describeDatabase } from "../../../docs/catalogue/describe-database.ts";
import { MigratedDatabase } from "../database.ts";

// Objects that no migration makes yet have their form too; one without a form is refused, so that nothing is missing from docs/schema.

const database = new MigratedDatabase();

/** Text of a file after statements that stay for the tests below. */
async function fileAfter(statements: string, file: string): Promise<string | undefined> {
  await database.sql.unsafe(statements);
  const text = (await describeDatabase(database.sql)).get(file);
  return text?.split("\n\n").slice(1).join("\n\n");
}

test("a view tells its options, comments and rights", async () => {
  const text = await fileAfter(
    `create view public.open_jobs with (security_invoker = true) as
       select j.id, j.kind from public.jobs as j inner join private.job_kinds as k on k.kind = j.kind
       where j.state in ('queued', 'running');
     comment on view public.open_jobs is 'Unfinished jobs.';
     comment on column public.open_jobs.kind is 'What runs.';
     grant select on public.open_jobs to service_role`,
    "open_jobs.sql",
  );
  expect(text).toBe(`create view public.open_jobs
with (security_invoker = true)
as
select j.id,
   j.kind
  from public.jobs j
    join private.job_kinds k on k.kind = j.kind
 where j.state in ('queued', 'running');

comment on view public.open_jobs is 'Unfinished jobs.';
comment on column public.open_jobs.kind is 'What runs.';

grant select on public.open_jobs to service_role;
`);
});

test("an enumeration tells its labels in their order", async () => {
  const text = await fileAfter(
    "create type public.side as enum ('sell', 'buy'); comment on type public.side is 'Of an order.'",
    "side.sql",
  );
  expect(text).toBe(
    "create type public.side as enum ('sell', 'buy');\ncomment on type public.side is 'Of an order.';\n",
  );
});

test("functions of one name share a file, in the order of their arguments, and a right of everybody shows", async () => {
  const text = await fileAfter(
    `create function public.twice(n text) returns text language sql strict set search_path = '' as 'select n || n';
     grant execute on function public.twice(text) to public;
     create procedure public.twice(inout n integer default 2) language sql security definer as 'select n * 2'`,
    "twice.sql",
  );
  expect(text).toBe(`create procedure public.twice(inout n integer default 2)
language sql
security definer
as $$select n * 2$$;

revoke all on procedure public.twice(integer) from public;

create function public.twice(n text)
returns text
language sql
volatile
strict
set search_path = ''
as $$select n || n$$;

grant execute on function public.twice(text) to public;
`);
});

test("a change of a column, a right or a policy changes the file of its table", async () => {
  const before = await fileAfter("select", "ml_trials.sql");
  for (const change of [
    "alter table public.ml_trials alter column family drop not null",
    "grant delete on public.ml_trials to authenticated",
    "alter policy ml_trials_select_operator on public.ml_trials using (false)",
    "comment on column public.ml_trials.seed is 'Of its random numbers.'",
    "alter table public.ml_trials disable row level security",
  ]) {
    const after = await fileAfter(change, "ml_trials.sql");
    expect(after, change).not.toBe(before);
  }
});

test.each([
  ["a sequence of its own", "create sequence public.counter", "relation public.counter"],
  ["a domain", "create domain public.share as double precision", "type public.share"],
  [
    "an aggregate",
    "create aggregate public.product(double precision) (sfunc = float8mul, stype = double precision)",
    "routine public.product(double precision)",
  ],
  [
    "a body that is parsed when it is made",
    "create function public.one() returns integer return 1",
    "routine public.one()",
  ],
])("%s is refused until it has a form", async (_, statement, name) => {
  await database.sql.unsafe(statement);
  await expect(describeDatabase(database.sql)).rejects.toThrow(name);
});
