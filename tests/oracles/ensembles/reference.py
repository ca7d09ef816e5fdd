"""Trains scikit-learn and XGBoost on one thread as a family of ours would be, and prints CPU seconds and test log loss as
JSON. Run: OMP_NUM_THREADS=1 /usr/bin/python3 reference.py FOLDER, with files as train-references.ts writes them.
Needs Debian's python3-sklearn and python3-xgboost."""
import json
import sys
import time
from pathlib import Path

import numpy as np
import xgboost
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.metrics import log_loss

folder = Path(sys.argv[1])
spec = json.loads((folder / "spec.json").read_text())
family, params, seed = spec["family"], spec["params"], spec["seed"]


def read(part):
    x = np.fromfile(folder / f"{part}.features", dtype=np.float32).reshape(len(spec["features"]), -1).T
    return np.ascontiguousarray(x), np.fromfile(folder / f"{part}.labels", dtype=np.uint8)


def scikit_learn_boosting():
    return HistGradientBoostingClassifier(
        max_iter=params["rounds"],
        learning_rate=params["learningRate"],
        max_leaf_nodes=params["maxLeaves"],
        max_depth=params["maxDepth"],
        l2_regularization=params["lambda"],
        max_bins=params["maxBins"],
        min_samples_leaf=1,
        early_stopping=False,
        random_state=seed,
    )


def xgboost_boosting():
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
        grow_policy="lossguide" if family == "boosting-leafwise" else "depthwise",
        objective="multi:softprob",
        n_jobs=1,
        random_state=seed,
    )


def scikit_learn_forest():
    return RandomForestClassifier(
        n_estimators=params["trees"],
        max_depth=params["maxDepth"],
        max_leaf_nodes=params["maxLeaves"],
        min_samples_leaf=params["minLeafRows"],
        max_features=params["maxFeatures"],
        n_jobs=1,
        random_state=seed,
    )


def xgboost_forest():
    count = len(spec["features"])
    return xgboost.XGBRFClassifier(
        n_estimators=params["trees"],
        max_depth=params["maxDepth"],
        max_leaves=params["maxLeaves"],
        colsample_bynode=round(count**0.5) / count,
        max_bin=params["maxBins"],
        tree_method="hist",
        objective="multi:softprob",
        n_jobs=1,
        random_state=seed,
    )


REFERENCES = {
    "boosting-leafwise": {"scikit-learn": scikit_learn_boosting, "xgboost": xgboost_boosting},
    "boosting-depthwise": {"scikit-learn": scikit_learn_boosting, "xgboost": xgboost_boosting},
    "forest": {"scikit-learn": scikit_learn_forest, "xgboost": xgboost_forest},
}

(x, y), (test_x, test_y) = read("train"), read("test")
if family == "forest":
    # scikit-learn's forest takes no missing values: one far below all others is as good to split by.
    x, test_x = np.nan_to_num(x, nan=-999), np.nan_to_num(test_x, nan=-999)
report = {}
for name in REFERENCES[family]:
    model = REFERENCES[family][name]()
    started = time.process_time()
    model.fit(x, y)
    seconds = time.process_time() - started
    report[name] = {"seconds": seconds, "logLoss": log_loss(test_y, model.predict_proba(test_x), labels=[0, 1, 2])}
print(json.dumps(report))
