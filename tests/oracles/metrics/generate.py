"""Golden values of shared/ml/metrics from scikit-learn and numpy. Run: /usr/bin/python3 generate.py > golden.json
Needs Debian's python3-sklearn. Trading statistics follow their written definitions, in vectorised form."""
import json
import math

import numpy as np
from sklearn import metrics

rng = np.random.default_rng(7)
CLASSES = [0, 1, 2]


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
            "calmar": float((equity[-1] ** (365.25 / days) - 1) / drawdown),
        },
    }


print(json.dumps({"classification": classification(), "trading": trading()}))
