-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function internal.budget_message(p_spent_ms bigint, p_budget_ms bigint)
returns text
language sql
immutable
set search_path = ''
as $$
  select format(
    'The job has computed for %s s and may for %s s. Ask for it again with a larger budget, or for less.',
    round(p_spent_ms / 1000.0, 1), round(p_budget_ms / 1000.0, 1)
  )
$$;

comment on function internal.budget_message(bigint, bigint) is
  'Reason and cure of budget_exceeded, for people.';
revoke all on function internal.budget_message(bigint, bigint) from public;
grant execute on function internal.budget_message(bigint, bigint) to service_role;
