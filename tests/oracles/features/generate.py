"""Golden values of shared/features, from their definitions in docs/features.md written out in numpy and scipy.
Run: /usr/bin/python3 generate.py > golden.json (needs Debian's python3-scipy). Slow and plain on purpose."""
import json
import math

import numpy as np
from scipy import stats

rng = np.random.default_rng(11)
ROWS = 300
path = 100 * np.exp(np.cumsum(rng.normal(0, 0.004, ROWS * 4)))
path = path.reshape(ROWS, 4).round(4)
O, C = path[:, 0], path[:, 3]
H, L = path.max(axis=1), path.min(axis=1)
V = rng.integers(500, 5000, ROWS).astype(float)

pc = np.roll(C, 1)
TR = np.maximum(H, pc) - np.minimum(L, pc)
r = np.diff(np.log(C), prepend=np.nan)
atr = TR[-14:].mean()
typical = (H + L + C) / 3
ema_weights = lambda span: (1 - 2 / (span + 1)) ** np.arange(4 * span)


def ema(span, end=ROWS):
    w = ema_weights(span)
    return float((C[end - 4 * span : end][::-1] * w).sum() / w.sum())


def sma(n, end=ROWS):
    return C[end - n : end].mean()


def vol(n, end=ROWS):
    return math.sqrt((r[end - n : end] ** 2).mean())


def wma(x, n):
    return float((x[-n:] * np.arange(1, n + 1)).sum() / (n * (n + 1) / 2))


def rsi(n, end=ROWS):
    change = np.diff(C[end - n - 1 : end])
    return 100 * change[change > 0].sum() / np.abs(change).sum()


def place(x, lo, hi):
    return (x - lo) / (hi - lo)


def stochastic(end=ROWS):
    return place(C[end - 1], L[end - 14 : end].min(), H[end - 14 : end].max())


def di(up, end=ROWS):
    rows = range(end - 14, end)
    moves = [(H[i] - H[i - 1], L[i - 1] - L[i]) for i in rows]
    own = sum((u if up else d) for u, d in moves if ((u > d and u > 0) if up else (d > u and d > 0)))
    return own / TR[end - 14 : end].sum()


def dx(end):
    plus, minus = di(True, end), di(False, end)
    return abs(plus - minus) / (plus + minus)


def mid(n, end=ROWS):
    return (H[end - n : end].max() + L[end - n : end].min()) / 2


def rank(x, n):
    return stats.percentileofscore(x[-n:-1], x[-1], kind="mean") / 100


def zscore(x, n):
    return (x[-1] - x[-n:].mean()) / x[-n:].std()


def autocorrelation(lag, n):
    return (r[-n:] * r[-n - lag : -lag]).sum() / (r[-n:] ** 2).sum()


def share(mask):
    return float(np.mean(mask))


def regression(n):
    fit = stats.linregress(np.arange(n), C[-n:])
    return fit, fit.intercept + fit.slope * (n - 1)


def obv_balance(n):
    return (np.sign(np.diff(C))[-n:] * V[-n:]).sum() / V[-n:].sum()


def pressure(n):
    return (C - np.minimum(L, pc))[-n:].sum() / TR[-n:].sum()


def fractional(d, n):
    w = np.ones(n)
    for k in range(1, n):
        w[k] = -w[k - 1] * (d - k + 1) / k
    return (w * (np.log(C[-n:]) - math.log(C[-n]))[::-1]).sum()


def money_flow():
    up = sum(typical[i] * V[i] for i in range(ROWS - 14, ROWS) if typical[i] > typical[i - 1])
    down = sum(typical[i] * V[i] for i in range(ROWS - 14, ROWS) if typical[i] < typical[i - 1])
    return 100 * up / (up + down)


def rescaled_range(n):
    x = r[-n:]
    walk = np.concatenate([[0], np.cumsum(x - x.mean())])
    return math.log((walk.max() - walk.min()) / x.std()) / math.log(n)


def efficiency(n, end=ROWS):
    return abs(C[end - 1] - C[end - 1 - n]) / np.abs(np.diff(C[end - n - 1 : end])).sum()


def macd(end=ROWS):
    return ema(12, end) - ema(26, end)


def run(side):
    count = 0
    while count < 10 and (C[-1 - count] - C[-2 - count]) * side > 0:
        count += 1
    return count


hull_source = lambda end: 2 * wma(C[:end], 10) - wma(C[:end], 20)
hull = wma(np.array([hull_source(end) for end in range(ROWS - 3, ROWS + 1)]), 4)
coppock = wma(np.array([2 * math.log(C[i]) - math.log(C[i - 11]) - math.log(C[i - 14]) for i in range(ROWS - 10, ROWS)]), 10)
middle = (H + L) / 2
body = (C - O) / (H - L)
squared_range = np.log(H / L) ** 2
garman_klass = 0.5 * squared_range - (2 * math.log(2) - 1) * np.log(C / O) ** 2
parkinson = math.sqrt(squared_range[-20:].mean() / (4 * math.log(2)))
vol30 = np.array([vol(30, end) for end in range(ROWS - 99, ROWS + 1)])
vol10 = np.array([vol(10, end) for end in range(ROWS - 49, ROWS + 1)])
rsi14 = [rsi(14, end) for end in range(ROWS - 13, ROWS + 1)]
relative = np.array([V[i] / V[i - 19 : i + 1].mean() for i in range(ROWS - 10, ROWS)])
cci_deviation = np.abs(typical[-20:] - typical[-20:].mean()).mean()
impact = np.abs(r) / V
fit20, end20 = regression(20)
fit50, _ = regression(50)

expected = {
    **{f"return_{n}": math.log(C[-1] / C[-1 - n]) / vol(50) / math.sqrt(n) for n in [1, 2, 3, 5, 10, 15, 30, 60, 120]},
    **{f"range_position_{n}": place(C[-1], L[-n:].min(), H[-n:].max()) for n in [20, 50, 100, 200]},
    "high_low_spread": (H[-1] - L[-1]) / C[-1],
    "close_open_spread": (C[-1] - O[-1]) / atr,
    "range_in_atr": TR[-1] / atr,
    "close_location": 2 * place(C[-1], L[-1], H[-1]) - 1,
    "upper_shadow": (H[-1] - max(O[-1], C[-1])) / (H[-1] - L[-1]),
    "lower_shadow": (min(O[-1], C[-1]) - L[-1]) / (H[-1] - L[-1]),
    **{f"momentum_{n}": (C[-1] - C[-1 - n]) / atr for n in [5, 15]},
    "higher_highs_10": share(np.diff(H)[-10:] > 0),
    "lower_lows_10": share(np.diff(L)[-10:] < 0),
    **{f"sma_distance_{n}": (C[-1] - sma(n)) / atr for n in [10, 20, 50, 100, 200]},
    **{f"ema_distance_{n}": (C[-1] - ema(n)) / atr for n in [12, 26, 50]},
    **{f"sma_slope_{n}": (sma(n) - sma(n, ROWS - 5)) / atr for n in [10, 20, 50]},
    **{f"sma_spread_{a}_{b}": (sma(a) - sma(b)) / atr for a, b in [(20, 100), (50, 200)]},
    "hull_distance_20": (C[-1] - hull) / atr,
    "macd_12_26": macd() / atr,
    "macd_histogram": (macd() - np.mean([macd(ROWS - k) for k in range(9)])) / atr,
    **{f"rsi_{n}": rsi(n) for n in [7, 14, 28]},
    "rsi_change_5": rsi(14) - rsi(14, ROWS - 5),
    "stochastic_rsi_14": place(rsi14[-1], min(rsi14), max(rsi14)),
    "stochastic_k_14": stochastic(),
    "stochastic_d_14": np.mean([stochastic(ROWS - k) for k in range(3)]),
    "cci_20": (typical[-1] - typical[-20:].mean()) / (0.015 * cci_deviation),
    "ultimate_oscillator": (4 * pressure(7) + 2 * pressure(14) + pressure(28)) / 7,
    "awesome_oscillator": (middle[-5:].mean() - middle[-34:].mean()) / atr,
    "coppock": coppock / vol(50),
    "balance_of_power_14": body[-14:].mean(),
    "bull_power_13": (H[-1] - ema(13)) / atr,
    "bear_power_13": (L[-1] - ema(13)) / atr,
    "bollinger_percent_b_20": place(C[-1], sma(20) - 2 * C[-20:].std(), sma(20) + 2 * C[-20:].std()),
    "bollinger_bandwidth_20": 4 * C[-20:].std() / atr,
    "plus_di_14": di(True),
    "minus_di_14": di(False),
    "adx_14": np.mean([dx(ROWS - k) for k in range(14)]),
    "aroon_up_25": 1 - (25 - H[-26:].argmax()) / 25,
    "aroon_down_25": 1 - (25 - L[-26:].argmin()) / 25,
    "vortex_14": (np.abs(H - np.roll(L, 1)) - np.abs(L - np.roll(H, 1)))[-14:].sum() / TR[-14:].sum(),
    "ichimoku_tenkan_kijun": (mid(9) - mid(26)) / atr,
    "ichimoku_cloud_distance": (C[-1] - ((mid(9, ROWS - 26) + mid(26, ROWS - 26)) / 2 + mid(52, ROWS - 26)) / 2) / atr,
    "regression_slope_20": fit20.slope * 20 / atr,
    "regression_slope_50": fit50.slope * 50 / atr,
    "regression_r2_20": fit20.rvalue**2,
    "regression_r2_50": fit50.rvalue**2,
    "regression_residual_20": (C[-1] - end20) / atr,
    "volume_ratio": V[-1] / V[-20:].mean(),
    "volume_ratio_5_20": V[-5:].mean() / V[-20:].mean(),
    "volume_ratio_20_100": V[-20:].mean() / V[-100:].mean(),
    "volume_surge": share(relative > 1.5),
    "volume_zscore_50": zscore(V, 50),
    "volume_percentile_50": rank(V, 50),
    "volume_variation_20": V[-20:].std() / V[-20:].mean(),
    **{f"obv_balance_{n}": obv_balance(n) for n in [10, 20, 50]},
    "mfi_14": money_flow(),
    "chaikin_money_flow_20": ((2 * C - H - L) / (H - L) * V)[-20:].sum() / V[-20:].sum(),
    "vwap_distance_20": (C[-1] - np.average(typical[-20:], weights=V[-20:])) / atr,
    "vwma_spread_20": (np.average(C[-20:], weights=V[-20:]) - sma(20)) / atr,
    "force_index_13": (np.diff(C)[-13:] * V[-13:]).mean() / V[-20:].mean() / atr,
    "price_volume_correlation_20": np.corrcoef(r[-20:], V[-20:])[0, 1],
    "range_volume_correlation_20": np.corrcoef(TR[-20:], V[-20:])[0, 1],
    "amihud_ratio_20_100": impact[-20:].mean() / impact[-100:].mean(),
    **{f"volatility_{n}": vol(n) for n in [10, 30, 100]},
    **{f"volatility_ratio_{a}_{b}": vol(a) / vol(b) for a, b in [(10, 50), (30, 100)]},
    "volatility_percentile_100": rank(vol30, 100),
    "volatility_of_volatility_50": vol10.std() / vol10.mean(),
    "atr_percent": atr / C[-1],
    "atr_ratio_5_50": TR[-5:].mean() / TR[-50:].mean(),
    "parkinson_20": parkinson,
    "parkinson_ratio": parkinson / vol(20),
    "garman_klass_20": math.sqrt(garman_klass[-20:].mean()),
    "downside_share_30": (np.minimum(r[-30:], 0) ** 2).sum() / (r[-30:] ** 2).sum(),
    "jump_share_50": math.pi / 2 * np.abs(r[-50:] * r[-51:-1]).sum() / (r[-50:] ** 2).sum(),
    "largest_move_20": np.abs(r[-20:]).max() / vol(20),
    "squeeze_20": C[-20:].std() / TR[-20:].mean(),
    **{f"zscore_price_{n}": zscore(C, n) for n in [50, 100]},
    **{f"skewness_{n}": stats.skew(r[-n:]) for n in [20, 60]},
    **{f"kurtosis_{n}": stats.kurtosis(r[-n:]) for n in [20, 60]},
    **{f"autocorrelation_{k}_{n}": autocorrelation(k, n) for k, n in [(1, 20), (1, 60), (2, 60), (5, 20), (5, 60)]},
    "volatility_clustering_50": np.corrcoef(np.abs(r[-50:]), np.abs(r[-51:-1]))[0, 1],
    **{f"up_share_{n}": share(r[-n:] > 0) + share(r[-n:] == 0) / 2 for n in [20, 60]},
    "price_percentile_50": rank(C, 50),
    "return_percentile_50": rank(r, 50),
    "hurst_60": rescaled_range(60),
    "fractional_difference_40": fractional(0.4, 100) / vol(50),
    "consecutive_up": run(1),
    "consecutive_down": run(-1),
    **{f"distance_to_resistance_{n}": (H[-n - 1 : -1].max() - C[-1]) / atr for n in [20, 50]},
    **{f"distance_to_support_{n}": (C[-1] - L[-n - 1 : -1].min()) / atr for n in [20, 50]},
    "age_of_high_50": (49 - H[-50:].argmax()) / 50,
    "age_of_low_50": (49 - L[-50:].argmin()) / 50,
    "inside_bars_10": share([H[i] <= H[i - 1] and L[i] >= L[i - 1] for i in range(ROWS - 10, ROWS)]),
    "body_share_5": np.abs(body[-5:]).mean(),
    "narrow_range_20": rank(H - L, 20),
    **{f"efficiency_ratio_{n}": efficiency(n) for n in [10, 30, 100]},
    "choppiness_14": math.log(TR[-14:].sum() / (H[-14:].max() - L[-14:].min())) / math.log(14),
    "variance_ratio_5_60": ((np.log(C[-60:] / C[-65:-5])) ** 2).sum() / 5 / (r[-60:] ** 2).sum(),
    "regime_state": 2 * (rank(vol30, 100) > 0.5) + (efficiency(30) > 0.25),
}

bars = {"open": O, "high": H, "low": L, "close": C, "volume": V}
print(json.dumps({"bars": {name: list(column) for name, column in bars.items()}, "newest": {k: float(v) for k, v in expected.items()}}))
