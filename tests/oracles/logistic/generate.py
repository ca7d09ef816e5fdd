"""Multinomial logistic regression by scikit-learn on weighted rows with missing values, rows included, as JSON.
Run: /usr/bin/python3 generate.py > golden.json. Needs Debian's python3-sklearn.
Features are standardised with missing values at the mean; C is 1 / (l2 * sum of weights)."""
import json

import numpy as np
from sklearn.linear_model import LogisticRegression

ROWS, FEATURES, L2 = 200, 5, 0.01


def lcg(seed):
    """Uniform numbers that do not depend on the version of numpy."""
    while True:
        seed = (1664525 * seed + 1013904223) % 2**32
        yield seed / 2**32


uniform = lcg(1)
x = np.array([[np.float32(next(uniform)) for _ in range(FEATURES)] for _ in range(ROWS)], dtype=np.float32)
x[:, 1] = np.float32(100) + np.float32(50) * x[:, 1]
x[::7, 2] = np.nan
noise = np.array([next(uniform) for _ in range(ROWS)])
signal = 2 * x[:, 0] + (x[:, 1] - 100) / 50 - x[:, 3] + noise - 1.5
y = np.where(signal < -0.4, 0, np.where(signal < 0.4, 1, 2))
weights = np.array([np.float32(0.5 + next(uniform)) for _ in range(ROWS)])

mean = np.nanmean(x.astype(np.float64), axis=0)
scale = np.nanstd(x.astype(np.float64), axis=0)
z = (np.where(np.isnan(x), mean, x) - mean) / scale


def fit(class_weight):
    w = weights.astype(np.float64)
    if class_weight == "balanced":
        totals = np.array([w[y == k].sum() for k in range(3)])
        w = w * (w.sum() / (3 * totals))[y]
    model = LogisticRegression(C=1 / (L2 * w.sum()), tol=1e-12, max_iter=100000, multi_class="multinomial")
    model.fit(z, y, sample_weight=w)
    return {
        "coefficients": model.coef_.T.tolist(),
        "intercepts": model.intercept_.tolist(),
        "probabilities": model.predict_proba(z[:20]).tolist(),
    }


print(json.dumps({
    "l2": L2,
    "features": FEATURES,
    "values": [None if np.isnan(v) else float(v) for v in x.T.ravel()],
    "labels": y.tolist(),
    "weights": [float(w) for w in weights],
    "even": fit(None),
    "balanced": fit("balanced"),
}))
