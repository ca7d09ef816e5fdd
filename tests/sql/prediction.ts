/** A prediction as log_predictions takes it. */
export function prediction(changes: Readonly<Record<string, unknown>> = {}) {
  return {
    model_version: "m1",
    symbol: "EURUSD",
    timeframe: "1h",
    horizon_bars: 12,
    bar_ts: "2024-01-02T03:00:00Z",
    input_features: { rsi_14: Math.fround(45.2), gap: null },
    predicted_direction: "BUY",
    probabilities: [0.2, 0.3, 0.5],
    confidence_score: 0.5,
    ...changes,
  };
}
