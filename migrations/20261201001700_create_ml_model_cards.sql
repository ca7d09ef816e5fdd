-- A model's card: what its pictures are drawn from (reliability, equity, confusion, importance, regimes, coverage). Apart
-- from ml_models, because it is many times as large as the rest of a model's row and serving reads that row all the time.

create table public.ml_model_cards (
  model_version text not null,
  card jsonb not null,
  created_at timestamptz not null default now(),
  constraint ml_model_cards_pkey primary key (model_version),
  constraint ml_model_cards_model_version_fkey
  foreign key (model_version) references public.ml_models (model_version),
  constraint ml_model_cards_card_form check (jsonb_typeof(card) = 'object')
);
comment on table public.ml_model_cards is 'Card of a model: what it showed on its holdout, in more than figures. Written once, by its training.';

create trigger ml_model_cards_append_only
before update or delete on public.ml_model_cards
for each row execute function internal.refuse_change();
create trigger ml_model_cards_no_truncate
before truncate on public.ml_model_cards
for each statement execute function internal.refuse_change();

alter table public.ml_model_cards enable row level security;
create policy ml_model_cards_select_anon on public.ml_model_cards
for select to anon using (
  exists (select from public.ml_models as m where m.model_version = ml_model_cards.model_version and m.is_active)
);
create policy ml_model_cards_select_authenticated on public.ml_model_cards
for select to authenticated using (
  (select internal.is_operator())
  or exists (select from public.ml_models as m where m.model_version = ml_model_cards.model_version and m.is_active)
);
grant select on public.ml_model_cards to anon, authenticated;
grant select, insert on public.ml_model_cards to service_role;

create function public.store_model_card(p_model_version text, p_card jsonb)
returns void
language sql
volatile
set search_path = ''
as $$
  insert into public.ml_model_cards (model_version, card) values (p_model_version, p_card)
  on conflict (model_version) do nothing
$$;
comment on function public.store_model_card(text, jsonb) is
  'Stores the card of a registered model; a second card of the same model changes nothing.';
revoke all on function public.store_model_card(text, jsonb) from public;
grant execute on function public.store_model_card(text, jsonb) to service_role;

create function public.get_model_card(p_model_version text)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select c.card from public.ml_model_cards as c where c.model_version = p_model_version
$$;
comment on function public.get_model_card(text) is 'The card of a model, or null where it has none.';
revoke all on function public.get_model_card(text) from public;
grant execute on function public.get_model_card(text) to service_role;
