-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function internal.record_performance(p_model public.ml_models, p_given jsonb)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_weights constant jsonb := (
    select jsonb_object_agg(w.indicator_name, w.current_weight) from public.ml_indicator_weights as w
  );
  v_previous constant jsonb := (
    select p.new_weights
    from public.ml_models as m
    join public.ml_model_performance as p on p.model_version = m.model_version
    where m.universe = p_model.universe and m.timeframe = p_model.timeframe and m.horizon_bars = p_model.horizon_bars
    order by p.training_date desc, p.id desc
    limit 1
  );
begin
  perform internal.insert_rows(null::public.ml_model_performance, jsonb_build_array(
    (p_given || to_jsonb(p_model)) - array['id', 'training_date', 'created_at'] || jsonb_build_object(
      'previous_weights', v_previous,
      'new_weights', v_weights,
      'weight_changes', internal.weight_changes(v_previous, v_weights)
    )
  ));
end
$$;

comment on function internal.record_performance(public.ml_models, jsonb) is
  'Writes the figures of a training: those of the model, of p_given the columns that only '
  'ml_model_performance has, and the weights of indicators now beside those of the training before it of the '
  'same scope.';
revoke all on function internal.record_performance(public.ml_models, jsonb) from public;
grant execute on function internal.record_performance(public.ml_models, jsonb) to service_role;
