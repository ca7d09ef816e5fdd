-- Watchlists belong to users, who read and write them under row level security alone: the function that serves them
-- never uses the service role. What must hold whoever writes is kept here: one default for each user, one place for each
-- symbol, a version that every change of the symbols moves on, and limits that two calls at once cannot pass.

create table public.platform_limits (
  name text not null,
  value integer not null,
  constraint platform_limits_pkey primary key (name),
  constraint platform_limits_value_positive check (value > 0)
);
comment on table public.platform_limits is 'How much one user may have of what; the service changes it.';

alter table public.platform_limits enable row level security;
create policy platform_limits_select_authenticated on public.platform_limits
for select to authenticated using (true);
grant select on public.platform_limits to authenticated;
grant select, update on public.platform_limits to service_role;

insert into public.platform_limits (name, value) values ('watchlists_per_user', 100), ('symbols_per_watchlist', 500);

create function private.platform_limit(p_name text)
returns integer
language sql
stable
security definer
set search_path = ''
as $$
  select l.value from public.platform_limits as l where l.name = p_name
$$;
comment on function private.platform_limit(text) is 'The value of a limit.';
revoke all on function private.platform_limit(text) from public;

create function private.admit_watchlist()
returns trigger
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
  v_limit constant integer := private.platform_limit('watchlists_per_user');
begin
  -- One at a time for a user, or two that come together would both find room, or both become the default.
  perform pg_advisory_xact_lock(hashtextextended('user_watchlists:' || new.user_id, 0));
  if (select count(*) from public.user_watchlists as w where w.user_id = new.user_id) >= v_limit then
    raise exception 'a user may have % watchlists', v_limit using errcode = 'EW429';
  end if;
  if new.is_default then
    update public.user_watchlists as w set is_default = false where w.user_id = new.user_id and w.is_default;
  else
    new.is_default := not exists (
      select from public.user_watchlists as w where w.user_id = new.user_id and w.is_default
    );
  end if;
  return new;
end
$$;
comment on function private.admit_watchlist() is
  'Trigger: keeps a user within the limit (EW429), and makes a list the default when it shall be or is the '
  'first.';
revoke all on function private.admit_watchlist() from public;

create function private.admit_default_watchlist()
returns trigger
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  -- One that another list takes over for is unset by this very trigger, one level further down.
  if pg_trigger_depth() = 1 then
    if not new.is_default then
      raise exception 'another list must become the default' using errcode = 'EW400';
    end if;
    perform pg_advisory_xact_lock(hashtextextended('user_watchlists:' || new.user_id, 0));
    update public.user_watchlists as w set is_default = false
    where w.user_id = new.user_id and w.is_default and w.id <> new.id;
  end if;
  return new;
end
$$;
comment on function private.admit_default_watchlist() is
  'Trigger: a list becomes the default in place of the one before, and ceases to be it in no other way '
  '(EW400).';
revoke all on function private.admit_default_watchlist() from public;

create function private.keep_default_watchlist()
returns trigger
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
  update public.user_watchlists as w set is_default = true
  where w.id = (
    select other.id from public.user_watchlists as other
    where other.user_id = old.user_id
    order by other.created_at, other.id
    limit 1
  );
  return null;
end
$$;
comment on function private.keep_default_watchlist() is
  'Trigger: the oldest list follows a default that was deleted.';
revoke all on function private.keep_default_watchlist() from public;

create table public.user_watchlists (
  id uuid not null default gen_random_uuid(),
  user_id uuid not null default auth.uid(),
  name text not null,
  is_default boolean not null default false,
  version bigint not null default 1,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default now(),
  constraint user_watchlists_pkey primary key (id),
  constraint user_watchlists_user_id_fkey foreign key (user_id) references auth.users (id) on delete cascade,
  constraint user_watchlists_name_form check (name = btrim(name) and char_length(name) between 1 and 80),
  constraint user_watchlists_name_key unique (user_id, name)
);
create unique index user_watchlists_one_default on public.user_watchlists (user_id) where is_default;
create index user_watchlists_user_id on public.user_watchlists (user_id, created_at, id);
comment on table public.user_watchlists is 'Named, ordered lists of symbols, each of one user.';
comment on column public.user_watchlists.is_default is 'The list to show first; a user with lists has exactly one.';
comment on column public.user_watchlists.version is 'Moves on with every change of the symbols: who reorders must know the newest.';

create trigger user_watchlists_admit
before insert on public.user_watchlists
for each row execute function private.admit_watchlist();
create trigger user_watchlists_admit_default
before update of is_default on public.user_watchlists
for each row when (new.is_default is distinct from old.is_default)
execute function private.admit_default_watchlist();
create trigger user_watchlists_keep_default
after delete on public.user_watchlists
for each row when (old.is_default) execute function private.keep_default_watchlist();
create trigger user_watchlists_set_updated_at
before update on public.user_watchlists
for each row execute function internal.set_updated_at();

alter table public.user_watchlists enable row level security;
create policy user_watchlists_select_owner on public.user_watchlists
for select to authenticated using (user_id = (select auth.uid()));
create policy user_watchlists_insert_owner on public.user_watchlists
for insert to authenticated with check (user_id = (select auth.uid()));
create policy user_watchlists_update_owner on public.user_watchlists
for update to authenticated using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy user_watchlists_delete_owner on public.user_watchlists
for delete to authenticated using (user_id = (select auth.uid()));
grant select, delete on public.user_watchlists to authenticated;
grant insert (name, is_default) on public.user_watchlists to authenticated;
grant update (name, is_default) on public.user_watchlists to authenticated;
grant select on public.user_watchlists to service_role;
