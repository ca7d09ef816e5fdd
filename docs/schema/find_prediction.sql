-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function public.find_prediction(p_id uuid)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select to_jsonb(p) || jsonb_build_object(
    'feature_names', (
      select jsonb_agg(f.value -> 'name' order by f.position)
      from jsonb_array_elements(
        case jsonb_typeof(s.definition) when 'array' then s.definition else s.definition -> 'features' end
      ) with ordinality as f (value, position)
    )
  )
  from public.ml_predictions as p
  inner join public.ml_models as m on m.model_version = p.model_version
  left join public.feature_sets as s on s.version = m.feature_set_version
  where p.id = p_id
$$;

comment on function public.find_prediction(uuid) is
  'A logged prediction with its inputs, and the names of its model''s features in their order; null for an '
  'unknown id.';
revoke all on function public.find_prediction(uuid) from public;
grant execute on function public.find_prediction(uuid) to service_role;
