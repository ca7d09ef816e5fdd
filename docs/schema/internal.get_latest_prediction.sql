-- Generated from a migrated database by `npm run schema`: change the migrations, not this file.

create function internal.get_latest_prediction(p_symbol text)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
    'id', p.id,
    'model_version', p.model_version,
    'timeframe', p.timeframe,
    'horizon', p.horizon_bars,
    'direction', p.predicted_direction,
    'confidence', p.confidence_score,
    'probabilities', jsonb_build_object(
      'sell', p.probabilities[1], 'hold', p.probabilities[2], 'buy', p.probabilities[3]
    ),
    'predicted_at', p.prediction_timestamp
  )
  from public.ml_predictions as p
  where p.user_id = (select auth.uid()) and p.symbol = p_symbol and p.prediction_type = 'SIGNAL'
  order by p.prediction_timestamp desc
  limit 1
$$;

comment on function internal.get_latest_prediction(text) is
  'The newest prediction of a symbol that the caller was given; null without one.';
revoke all on function internal.get_latest_prediction(text) from public;
grant execute on function internal.get_latest_prediction(text) to authenticated;
