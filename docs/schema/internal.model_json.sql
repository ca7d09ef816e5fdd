-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function internal.model_json(p_model public.ml_models)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select to_jsonb(p_model) || jsonb_build_object(
    'training_window', jsonb_build_object('from', lower(p_model.training_window), 'to', upper(p_model.training_window)),
    'holdout_window', jsonb_build_object('from', lower(p_model.holdout_window), 'to', upper(p_model.holdout_window)),
    'symbols', (
      select jsonb_agg(u.symbol order by u.symbol)
      from public.universe_symbols as u
      where u.universe = p_model.universe
    ),
    'indicator_weights', (
      select jsonb_build_object(
        'previous_weights', p.previous_weights, 'new_weights', p.new_weights, 'weight_changes', p.weight_changes
      )
      from public.ml_model_performance as p
      where p.model_version = p_model.model_version
      order by p.training_date desc
      limit 1
    )
  )
$$;

comment on function internal.model_json(public.ml_models) is
  'A model as one object: the columns of ml_models, windows as {from, to}, the symbols of its universe, and '
  'the weights of indicators that its training recorded, null for a model that has no figures of a training.';
revoke all on function internal.model_json(public.ml_models) from public;
grant execute on function internal.model_json(public.ml_models) to service_role;
