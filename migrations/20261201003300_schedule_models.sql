-- Once a minute outcomes that are due are settled, and what they say about canaries is counted.

create function internal.tend_models()
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  if public.list_due_outcomes(1) <> '[]' then
    perform internal.call_function('/models/outcomes/run');
  end if;
  if exists (select from public.ml_canary_tests as t where t.ended_at is null) then
    perform internal.call_function('/models/canaries/run');
  end if;
end;
$$;
comment on function internal.tend_models() is
  'Pokes the functions endpoint when outcomes are due or a canary is under test; run by pg_cron every minute.';
revoke all on function internal.tend_models() from public;

select cron.schedule('tend-models', '* * * * *', 'select internal.tend_models()');
