-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function private.ensure_market_data_partitions(p_from timestamptz, p_to timestamptz)
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_year integer;
  v_name text;
begin
  if p_from < '1900-01-01 00:00+00' or p_to > now() + interval '1 day' then
    raise exception 'bars from % to % lie outside 1900 .. now', p_from, p_to using errcode = 'EW400';
  end if;
  for v_year in
    extract(year from p_from at time zone 'UTC')::integer .. extract(year from p_to at time zone 'UTC')::integer
  loop
    v_name := format('market_data_y%s', v_year);
    continue when to_regclass('private.' || v_name) is not null;
    perform pg_advisory_xact_lock(hashtextextended('private.ensure_market_data_partitions', 0));
    -- Somebody else may have made it meanwhile; to_regclass would answer from its cache.
    continue when exists (
      select from pg_class as c where c.relnamespace = 'private'::regnamespace and c.relname = v_name
    );
    -- Created apart and then attached: attaching lets readers and writers of the other years go on.
    execute format('create table private.%I (like public.market_data including constraints)', v_name);
    execute format('alter table private.%I enable row level security', v_name);
    execute format(
      'alter table public.market_data attach partition private.%I for values from (%L) to (%L)',
      v_name, make_timestamptz(v_year, 1, 1, 0, 0, 0, 'UTC'), make_timestamptz(v_year + 1, 1, 1, 0, 0, 0, 'UTC')
    );
  end loop;
end
$$;

comment on function private.ensure_market_data_partitions(timestamptz, timestamptz) is
  'Makes the yearly partitions of market_data between two times. Definer, because only the owner may create '
  'them.';
revoke all on function private.ensure_market_data_partitions(timestamptz, timestamptz) from public;
grant execute on function private.ensure_market_data_partitions(timestamptz, timestamptz) to service_role;
