-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

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
