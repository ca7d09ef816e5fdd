import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { indicatorsDocument } from "../../docs/indicators-document.ts";
import { CATALOGUE, findIndicator } from "./catalogue.ts";
import { CATEGORIES } from "./definition.ts";

/** The names that the catalogue must have; what it has beyond them is welcome. */
const EXPECTED = `
  sma ema wma dema tema trima kama t3 hma alma smma vwma epma mama zlema mcginley
  rsi stoch_rsi connors_rsi macd ppo pvo apo stochastic smi cci williams_r rate_of_change momentum tsi pmo trix
  ultimate_oscillator awesome_oscillator cmo balance_of_power fisher dpo stc kst coppock
  adx aroon vortex supertrend psar ichimoku alligator gator donchian keltner starc ma_envelope chandelier_exit atr_stop
  volatility_stop linear_regression hilbert_trendline
  atr natr true_range bollinger_bands standard_deviation standard_deviation_channels parkinson garman_klass
  rogers_satchell yang_zhang choppiness ulcer_index historical_volatility
  obv adl chaikin_oscillator cmf mfi klinger force_index session_vwap anchored_vwap volume_profile volume_ma
  pivot_points rolling_pivots fractals zigzag heikin_ashi renko support_resistance pivots
  correlation beta hurst skewness kurtosis autocorrelation z_score`
  .trim()
  .split(/\s+/);

describe("the catalogue", () => {
  test("has at least 85 distinct indicators and 61 candle patterns", () => {
    const ids = CATALOGUE.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(EXPECTED.filter((id) => !ids.includes(id))).toEqual([]);
    const patterns = CATALOGUE.filter(({ category }) => category === "candle pattern");
    expect(patterns.length).toBe(61);
    expect(ids.length - patterns.length).toBeGreaterThanOrEqual(85);
  });

  test("names everything in lower case with underscores, in a known category, with a source", () => {
    for (const { id, outputs, category, title, source } of CATALOGUE) {
      for (const name of [id, ...Object.keys(outputs)]) expect(name).toMatch(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/);
      expect(CATEGORIES).toContain(category);
      expect(title.length * source.length).toBeGreaterThan(0);
    }
  });

  test("is found by id", () => {
    expect(findIndicator("rsi")?.title).toBe("Relative strength index");
    expect(findIndicator("RSI")).toBeUndefined();
    expect(findIndicator("constructor")).toBeUndefined();
  });

  test("is what docs/indicators.md says (npx tsx docs/generate-indicators.ts)", () => {
    expect(readFileSync(new URL("../../docs/indicators.md", import.meta.url), "utf8")).toBe(
      indicatorsDocument(),
    );
  });
});
