-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create table public.user_watchlists (
  id uuid not null default gen_random_uuid(),
  user_id uuid not null default auth.uid(),
  name text not null,
  is_default boolean not null default false,
  version bigint not null default 1,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default now(),
  constraint user_watchlists_pkey primary key (id),
  constraint user_watchlists_name_key unique (user_id, name),
  constraint user_watchlists_user_id_fkey foreign key (user_id) references auth.users (id) on delete cascade,
  constraint user_watchlists_name_form check (name = btrim(name) and char_length(name) between 1 and 80)
);

comment on table public.user_watchlists is 'Named, ordered lists of symbols, each of one user.';
comment on column public.user_watchlists.is_default is
  'The list to show first; a user with lists has exactly one.';
comment on column public.user_watchlists.version is
  'Moves on with every change of the symbols: who reorders must know the newest.';

create unique index user_watchlists_one_default on public.user_watchlists (user_id) where is_default;
create index user_watchlists_user_id on public.user_watchlists (user_id, created_at, id);

create trigger user_watchlists_admit
before insert on public.user_watchlists
for each row execute function private.admit_watchlist();

create trigger user_watchlists_admit_default
before update of is_default
on public.user_watchlists
for each row when (new.is_default is distinct from old.is_default)
execute function private.admit_default_watchlist();

create trigger user_watchlists_keep_default
after delete on public.user_watchlists
for each row when (old.is_default)
execute function private.keep_default_watchlist();

create trigger user_watchlists_set_updated_at
before update on public.user_watchlists
for each row execute function internal.set_updated_at();

alter table public.user_watchlists enable row level security;
create policy user_watchlists_select_owner on public.user_watchlists
for select to authenticated
using (user_id = (select auth.uid()));
create policy user_watchlists_insert_owner on public.user_watchlists
for insert to authenticated
with check (user_id = (select auth.uid()));
create policy user_watchlists_update_owner on public.user_watchlists
for update to authenticated
using (user_id = (select auth.uid()))
with check (user_id = (select auth.uid()));
create policy user_watchlists_delete_owner on public.user_watchlists
for delete to authenticated
using (user_id = (select auth.uid()));
grant select, delete on public.user_watchlists to authenticated;
grant select on public.user_watchlists to service_role;
grant insert (name, is_default) on public.user_watchlists to authenticated;
grant update (name, is_default) on public.user_watchlists to authenticated;
