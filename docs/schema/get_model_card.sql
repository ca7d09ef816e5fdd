-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

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
