-- Helpers stood in public, where REST offered them to every signed-in user, or in private beside functions that run with
-- their owner's rights. They have a schema of their own now, which REST does not expose but whose functions a caller may
-- run within those that it does. Private keeps the security definers alone, so that each of them can be reviewed.

create schema internal;
comment on schema internal is 'Helpers of functions that run with their caller''s rights; not exposed by REST.';
revoke all on schema internal from public;
grant usage on schema internal to authenticated, service_role;
comment on schema private is 'Functions that run with their owner''s rights, and tables that no API shows.';

do $move$
declare
  v_function record;
  v_moved constant text := (
    select string_agg(p.proname, '|') from pg_proc as p
    where (p.pronamespace = 'private'::regnamespace and not p.prosecdef)
      or (p.pronamespace = 'public'::regnamespace and p.proname in (
        'describe_watchlist', 'get_latest_prediction', 'get_symbol_quote', 'histogram_quantile', 'lock_watchlist'
      ))
  );
  v_names constant text := format('\m(private|public)\.(%s)\M', v_moved);
begin
  for v_function in
    select p.oid::regprocedure as signature from pg_proc as p
    where p.pronamespace in ('private'::regnamespace, 'public'::regnamespace) and p.proname ~ format('^(%s)$', v_moved)
  loop
    execute format('alter function %s set schema internal', v_function.signature);
  end loop;
  for v_function in
    select pg_get_functiondef(p.oid) as definition from pg_proc as p
    where p.pronamespace in ('private'::regnamespace, 'public'::regnamespace, 'internal'::regnamespace)
      and p.prosrc ~ v_names
  loop
    execute regexp_replace(v_function.definition, v_names, 'internal.\2', 'g');
  end loop;
  perform cron.schedule(j.jobname, j.schedule, regexp_replace(j.command, v_names, 'internal.\2', 'g'))
  from cron.job as j
  where j.command ~ v_names;
end
$move$;
