-- Trades and their outcomes, the ledger that realised win rates and profits are counted from. Prices and profits are
-- numeric without a scale (a fixed scale rounds FX and overflows BTC); indicator values are double precision.

create table public.ml_training_samples (
  id uuid not null default gen_random_uuid(),
  symbol text not null,
  signal_type text not null,
  entry_price numeric not null,
  stop_loss numeric,
  take_profit numeric,
  exit_price numeric,
  profit_loss numeric,
  performance_score double precision,
  adx_value double precision,
  rsi_value double precision,
  ema_12 double precision,
  ema_21 double precision,
  ema_50 double precision,
  vwap double precision,
  atr_value double precision,
  bollinger_upper double precision,
  bollinger_lower double precision,
  stoch_k double precision,
  stoch_d double precision,
  macd_line double precision,
  macd_signal double precision,
  volume_ma double precision,
  price_change_pct double precision,
  volatility double precision,
  market_session text,
  trend_direction text,
  volatility_regime text,
  model_version_used text,
  prediction_confidence double precision,
  actual_result text,
  status text not null default 'PENDING',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  trade_duration_minutes integer,
  max_profit numeric,
  max_loss numeric,
  risk_reward_ratio double precision,
  constraint ml_training_samples_pkey primary key (id),
  constraint ml_training_samples_symbol_fkey foreign key (symbol) references public.instruments (symbol),
  constraint ml_training_samples_model_version_used_fkey
  foreign key (model_version_used) references public.ml_models (model_version),
  constraint ml_training_samples_signal_type_known check (signal_type in ('SELL', 'HOLD', 'BUY')),
  constraint ml_training_samples_actual_result_known check (actual_result in ('SELL', 'HOLD', 'BUY')),
  constraint ml_training_samples_status_known check (
    status in ('PENDING', 'OPEN', 'TP_HIT', 'SL_HIT', 'TIMEOUT', 'CANCELLED')
  ),
  constraint ml_training_samples_trend_direction_known check (trend_direction in ('UP', 'DOWN', 'SIDEWAYS')),
  constraint ml_training_samples_volatility_regime_known check (volatility_regime in ('LOW', 'NORMAL', 'HIGH')),
  constraint ml_training_samples_closed_has_result check (
    status not in ('TP_HIT', 'SL_HIT', 'TIMEOUT') or num_nulls(exit_price, profit_loss) = 0
  ),
  constraint ml_training_samples_prediction_confidence_range check (prediction_confidence between 0 and 1),
  constraint ml_training_samples_trade_duration_minutes_range check (trade_duration_minutes >= 0),
  constraint ml_training_samples_risk_reward_ratio_range check (risk_reward_ratio >= 0)
);
create index idx_ml_training_samples_symbol_created on public.ml_training_samples (symbol, created_at desc);
create index idx_ml_training_samples_status on public.ml_training_samples (status);
create index idx_ml_training_samples_performance on public.ml_training_samples (performance_score desc);
create index idx_ml_training_samples_model_version on public.ml_training_samples (model_version_used);
create index idx_ml_training_composite
on public.ml_training_samples (symbol, status, created_at desc, performance_score);
comment on table public.ml_training_samples is 'Trades with the indicators at entry and their outcome.';
comment on column public.ml_training_samples.profit_loss is 'In the quote currency, after costs; negative for a loss.';
comment on column public.ml_training_samples.actual_result is 'The direction that would have been right.';

create trigger ml_training_samples_set_updated_at
before update on public.ml_training_samples
for each row execute function internal.set_updated_at();

alter table public.ml_training_samples enable row level security;
create policy ml_training_samples_select_operator on public.ml_training_samples
for select to authenticated using ((select internal.is_operator()));
grant select on public.ml_training_samples to authenticated;
grant select, insert, update on public.ml_training_samples to service_role;

create function public.get_realised_trades(p_since timestamptz, p_limit integer default 5000)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(to_jsonb(t) order by t.created_at), '[]')
  from (
    select *
    from public.ml_training_samples as s
    where s.status in ('TP_HIT', 'SL_HIT', 'TIMEOUT')
      and s.signal_type in ('SELL', 'BUY')
      and s.created_at >= p_since
    order by s.created_at desc
    limit least(greatest(p_limit, 1), 20000)
  ) as t
$$;
comment on function public.get_realised_trades(timestamptz, integer) is
  'Closed trades opened since p_since with the indicators at their entry, the newest p_limit (at most '
  '20,000), oldest first.';
revoke all on function public.get_realised_trades(timestamptz, integer) from public;
grant execute on function public.get_realised_trades(timestamptz, integer) to service_role;
