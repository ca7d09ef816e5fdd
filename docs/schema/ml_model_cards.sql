-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create table public.ml_model_cards (
  model_version text not null,
  card jsonb not null,
  created_at timestamptz not null default now(),
  constraint ml_model_cards_pkey primary key (model_version),
  constraint ml_model_cards_model_version_fkey foreign key (model_version)
    references public.ml_models (model_version),
  constraint ml_model_cards_card_form check (jsonb_typeof(card) = 'object')
);

comment on table public.ml_model_cards is
  'Card of a model: what it showed on its holdout, in more than figures. Written once, by its training.';

create trigger ml_model_cards_append_only
before delete or update on public.ml_model_cards
for each row execute function internal.refuse_change();

create trigger ml_model_cards_no_truncate
before truncate on public.ml_model_cards
for each statement execute function internal.refuse_change();

alter table public.ml_model_cards enable row level security;
create policy ml_model_cards_select_anon on public.ml_model_cards
for select to anon
using (exists (select from public.ml_models m where m.model_version = ml_model_cards.model_version and m.is_active));
create policy ml_model_cards_select_authenticated on public.ml_model_cards
for select to authenticated
using ((select internal.is_operator())
  or (exists (select from public.ml_models m where m.model_version = ml_model_cards.model_version
    and m.is_active)));
grant select on public.ml_model_cards to anon, authenticated;
grant select, insert on public.ml_model_cards to service_role;
