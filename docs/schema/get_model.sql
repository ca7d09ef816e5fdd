-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function public.get_model(p_model_version text)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select internal.model_json(m) from public.ml_models as m where m.model_version = p_model_version
$$;

comment on function public.get_model(text) is 'A model in any state, or null for an unknown version.';
revoke all on function public.get_model(text) from public;
grant execute on function public.get_model(text) to service_role;
