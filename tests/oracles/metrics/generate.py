"""Golden values of shared/ml/metrics from scikit-learn and numpy. Run: /usr/bin/python3 generate.py > golden.json
Needs Debian's python3-sklearn. Trading statistics follow their written definitions, in vectorised form."""
import json
import math

import numpy as np
from scipy import stats
from sklearn import metrics

rng = np.random.default_rng(7)
CLASSES = [0, 1, 2]


def calibration_error(stated, came_true):
    bins = np.minimum((stated * 15).astype(int), 14)
    return float(sum(abs((stated - came_true)[bins == b].mean()) * (bins == b).mean() for b in set(bins)))


def brier_parts(stated, came_true):
    """Murphy (1973), with the variance and covariance within bins of Stephenson, Coelho and Jolliffe (2008)."""
    bins, base = np.minimum((stated * 15).astype(int), 14), came_true.mean()
    parts = {"reliability": 0.0, "resolution": 0.0, "uncertainty": base * (1 - base), "withinBins": 0.0}
    for b in set(bins):
        p, o, share = stated[bins == b], came_true[bins == b], (bins == b).mean()
        parts["reliability"] += share * (p.mean() - o.mean()) ** 2
        parts["resolution"] += share * (o.mean() - base) ** 2
        parts["withinBins"] += share * (p.var() - 2 * ((p - p.mean()) * (o - o.mean())).mean())
    return {name: float(value) for name, value in parts.items()}


def one_versus_rest(p, labels, predicted, k):
    stated, came_true, said = p[:, k], labels == k, predicted == k
    clipped = np.clip(stated, np.finfo(float).eps, 1 - np.finfo(float).eps)
    return {
        "accuracy": metrics.accuracy_score(came_true, said),
        "balancedAccuracy": metrics.balanced_accuracy_score(came_true, said),
        "mcc": metrics.matthews_corrcoef(came_true, said),
        "logLoss": metrics.log_loss(came_true, clipped),
        "brier": metrics.brier_score_loss(came_true, stated),
        "brierParts": brier_parts(stated, came_true.astype(float)),
        "calibrationError": calibration_error(stated, came_true),
    }


def coverage(p, labels, predicted):
    """Accuracy of the most confident tenth, half and all of the predictions of class 0 and 2."""
    confidence = p.max(axis=1)
    signals = np.flatnonzero(predicted != 1)
    signals = signals[np.argsort(-confidence[signals], kind="stable")]
    taken = [signals[: math.floor(share * len(signals) + 0.5)] for share in (0.1, 0.5, 1)]
    return [{"rows": len(rows), "accuracy": float((predicted == labels)[rows].mean())} for rows in taken]


def wilson():
    intervals = [stats.binomtest(k, n).proportion_ci(method="wilson") for k, n in ((0, 10), (57, 100), (650, 1000))]
    return [[ci.low, ci.high] for ci in intervals]


def classification():
    rows = 240
    scores = rng.normal(size=(rows, 3))
    labels = (scores + rng.normal(scale=1.5, size=(rows, 3))).argmax(axis=1)
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    p = np.round(p, 2)  # ties in the scores
    p[:, 2] = np.round(1 - p[:, 0] - p[:, 1], 2)
    predicted = p.argmax(axis=1)
    precision, recall, f1, support = metrics.precision_recall_fscore_support(labels, predicted, labels=CLASSES)
    confidence, right = p.max(axis=1), predicted == labels
    bins = np.minimum((confidence * 15).astype(int), 14)
    ece = sum(abs(confidence[bins == b].mean() - right[bins == b].mean()) * (bins == b).mean() for b in set(bins))
    return {
        "probabilities": p.ravel().tolist(),
        "labels": labels.tolist(),
        "logLoss": metrics.log_loss(labels, np.clip(p, np.finfo(float).eps, 1 - np.finfo(float).eps), labels=CLASSES),
        "brier": float(((p - np.eye(3)[labels]) ** 2).sum(axis=1).mean()),
        "confusion": metrics.confusion_matrix(labels, predicted).tolist(),
        "accuracy": metrics.accuracy_score(labels, predicted),
        "balancedAccuracy": metrics.balanced_accuracy_score(labels, predicted),
        "mcc": metrics.matthews_corrcoef(labels, predicted),
        "precision": precision.tolist(),
        "recall": recall.tolist(),
        "f1": f1.tolist(),
        "support": support.tolist(),
        "auc": [metrics.roc_auc_score(labels == k, p[:, k]) for k in CLASSES],
        "expectedCalibrationError": float(ece),
        "macro": metrics.precision_recall_fscore_support(labels, predicted, average="macro")[:3],
        "oneVersusRest": [one_versus_rest(p, labels, predicted, k) for k in CLASSES],
        "coverage": coverage(p, labels, predicted),
        "wilson": wilson(),
    }


def trading():
    day_ms, days = 86_400_000, 250
    closed = np.sort(rng.integers(0, days * day_ms, 90))
    returns = np.round(rng.normal(0.001, 0.02, 90), 5)
    daily = np.bincount(closed // day_ms, weights=returns / 2, minlength=days)
    equity = np.cumprod(1 + daily)
    peak = np.maximum.accumulate(np.concatenate([[1], equity]))[1:]
    drawdown = float((1 - equity / peak).max())
    return {
        "trades": [{"closedAt": int(t), "netReturn": float(r)} for t, r in zip(closed, returns)],
        "symbols": 2,
        "to": days * day_ms - 1,
        "expected": {
            "trades": 90,
            "winRate": float((returns > 0).mean()),
            "averageReturn": float(returns.mean()),
            "profitFactor": float(returns[returns > 0].sum() / -returns[returns < 0].sum()),
            "totalReturn": float(equity[-1] - 1),
            "maxDrawdown": drawdown,
            "sharpe": float(daily.mean() / daily.std(ddof=1) * math.sqrt(365.25)),
            "sortino": float(daily.mean() / np.sqrt((np.minimum(daily, 0) ** 2).mean()) * math.sqrt(365.25)),
            "daily": {
                "sharpe": float(daily.mean() / daily.std(ddof=1)),
                "periods": days,
                "skewness": float(stats.skew(daily)),
                "kurtosis": float(stats.kurtosis(daily, fisher=False)),
            },
            "calmar": float((equity[-1] ** (365.25 / days) - 1) / drawdown),
        },
    }


print(json.dumps({"classification": classification(), "trading": trading()}))
