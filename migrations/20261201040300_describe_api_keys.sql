-- A name of a hundred characters does not say who holds a key and what breaks without it. A description does: the key's
-- owner writes it for whoever has to decide years later whether the key may go.
set local lock_timeout = '5s';

alter table public.ml_api_keys
-- squawk-ignore constraint-missing-not-valid -- the column is new and null in every row
add column description text constraint ml_api_keys_description_length check (char_length(description) between 1 and 1000);
comment on column public.ml_api_keys.description is 'Its owner''s notes about it; null = none.';
grant select (description), update (description) on public.ml_api_keys to authenticated;
