"""Trains scikit-learn's HistGradientBoosting and XGBoost on one thread and prints their seconds and test log loss as JSON.
Run: OMP_NUM_THREADS=1 /usr/bin/python3 reference.py FOLDER, with matrices as written by write-matrices.ts.
Needs Debian's python3-sklearn and python3-xgboost."""
import json
import sys
import time
from pathlib import Path

import numpy as np
import xgboost
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import log_loss

folder = Path(sys.argv[1])
spec = json.loads((folder / "spec.json").read_text())
params = spec["params"]


def read(part):
    x = np.fromfile(folder / f"{part}.features", dtype=np.float32).reshape(len(spec["features"]), -1).T
    return np.ascontiguousarray(x), np.fromfile(folder / f"{part}.labels", dtype=np.uint8)


def scikit_learn(x, y):
    return HistGradientBoostingClassifier(
        max_iter=params["rounds"],
        learning_rate=params["learningRate"],
        max_leaf_nodes=params["maxLeaves"],
        max_depth=params["maxDepth"],
        l2_regularization=params["lambda"],
        max_bins=params["maxBins"],
        min_samples_leaf=1,
        early_stopping=False,
    ).fit(x, y)


def xgboost_hist(x, y):
    # XGBoost doubles the hessian of the softmax: twice the learning rate, penalty and least weight are the same tree.
    return xgboost.XGBClassifier(
        n_estimators=params["rounds"],
        learning_rate=2 * params["learningRate"],
        max_leaves=params["maxLeaves"],
        max_depth=params["maxDepth"],
        reg_lambda=2 * params["lambda"],
        min_child_weight=2 * params["minChildWeight"],
        max_bin=params["maxBins"],
        tree_method="hist",
        grow_policy="lossguide",
        objective="multi:softprob",
        n_jobs=1,
    ).fit(x, y)


(x, y), (test_x, test_y) = read("train"), read("test")
report = {}
for name, fit in {"scikit-learn": scikit_learn, "xgboost": xgboost_hist}.items():
    started = time.process_time()
    model = fit(x, y)
    seconds = time.process_time() - started
    report[name] = {"seconds": seconds, "logLoss": log_loss(test_y, model.predict_proba(test_x), labels=[0, 1, 2])}
print(json.dumps(report))
