-- A prediction can be made again from what is stored with it, to the bit. Models that read a sequence of bars saw more than
-- the newest one: the bars before it are kept too.

alter table public.ml_predictions add column input_window real [];
comment on column public.ml_predictions.input_window is
  'Of a model that reads a sequence: the features of the bars before the newest one, bar after bar, oldest first, in the '
  'feature set''s order (float32); null = missing.';

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
  'A logged prediction with its inputs, and the names of its model''s features in their order; null for an unknown id.';
revoke all on function public.find_prediction(uuid) from public;
grant execute on function public.find_prediction(uuid) to service_role;
