"""Fits the model of kinds, measures it on messages that it was not fitted on, and writes ``analyzer/wording/kinds.npz``.

Two linear classifiers, one against the rest by hinge loss and one by word counts (naive Bayes), are joined by a small softmax
regression that is fitted on their scores for messages left out; all three are linear in the features, so what ships is one row of
weights per kind. Left out always means: whole groups of nearly equal texts, or all messages of an author.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, diags, vstack

from analyzer.wording import HARMFUL, KINDS
from analyzer.wording.grams import BUCKETS
from analyzer.wording.kinds import FILE, Model, decided, loaded, packed, probabilities
from training import corpus, tricks
from training.features import GROUP_VALUE, matrix, topic_arrays, topics

FOLDS = 5
COPIES = 2
"""Copies of each message with character tricks (and other values in its slots) that are fitted beside it."""
COST, SMOOTHING, JOINING = 0.5, 0.3, 1.0
LEAST_MESSAGES = 19
"""N-grams of fewer messages are left out: they say little and make the file large."""
SMALLEST_KEPT = 0.02
"""Weights below this share of their kind's largest are dropped."""
HARMLESS_BAR, HARMFUL_BAR = 0.40, 0.50
PRIVATE_SHARE = 0.002
"""Of private messages, so many may be called harmful (measured on messages left out, of which nearly half are hard negatives)."""
CODES = {kind: code for code, kind in enumerate(KINDS)}
HARMFUL_CODES = [CODES[kind] for kind in HARMFUL]
GOLDEN = Path(__file__).parent / "golden.json"


@dataclass
class Data:
    """Messages with their features, as they are and with tricks."""

    rows: list[corpus.Message]
    kind: np.ndarray
    plain: csr_matrix
    tricky: list[csr_matrix]
    unseen_tricks: csr_matrix


def data(which: str) -> Data:
    """A set, ready to fit or to measure."""
    rows = corpus.messages(which)
    copies = [
        matrix([tricks.tricked(row.filled(seed), row.language, seed) for row in rows]) for seed in range(1, COPIES + 1)
    ]
    unseen = matrix([tricks.tricked(row.filled(99), row.language, 99) for row in rows])
    return Data(
        rows, np.array([CODES[row.kind] for row in rows]), matrix([row.filled() for row in rows]), copies, unseen
    )


def without_rare(known: Data) -> tuple[Data, np.ndarray]:
    """The messages without the n-grams of a few messages only, and which features are left."""
    left = known.plain.getnnz(axis=0) >= LEAST_MESSAGES
    left[BUCKETS:] = True

    def of(features: csr_matrix) -> csr_matrix:
        kept = csr_matrix(features @ diags(left.astype(float)))
        kept.eliminate_zeros()
        return kept

    copies = [of(copy) for copy in known.tricky]
    return Data(known.rows, known.kind, of(known.plain), copies, of(known.unseen_tricks)), left


@dataclass
class Pair:
    """The two classifiers, as weights (kinds by features) and biases."""

    hinge: np.ndarray
    hinge_bias: np.ndarray
    counts: np.ndarray

    def scores(self, features: csr_matrix) -> np.ndarray:
        """Scores of both, side by side."""
        return np.hstack([features @ self.hinge.T + self.hinge_bias, features @ self.counts.T])


def fitted(known: Data, which: np.ndarray) -> Pair:
    """Both classifiers on some of the messages."""
    from sklearn.svm import LinearSVC

    kind = known.kind[which]
    all_copies = vstack([known.plain[which], *(copy[which] for copy in known.tricky)])
    hinge = LinearSVC(C=COST, class_weight="balanced", random_state=0).fit(all_copies, np.tile(kind, 1 + COPIES))
    present = (known.plain[which] > 0).astype(float)
    counts = np.vstack([np.asarray(present[kind == code].sum(axis=0)).ravel() for code in range(len(KINDS) - 1)])
    logs = np.log((counts + SMOOTHING) / (counts + SMOOTHING).sum(axis=1, keepdims=True))
    return Pair(hinge.coef_, hinge.intercept_, logs - logs.mean(axis=0))


def joined(scores: np.ndarray, kind: np.ndarray):
    """The regression that makes probabilities of the scores of both."""
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=JOINING, max_iter=2000).fit(scores, kind)


def folds(rows: list[corpus.Message]) -> np.ndarray:
    """Fold of each message: by the group of nearly equal texts, drawn from the hash of its first text."""
    groups = corpus.clusters([row.text for row in rows])
    first: dict[int, str] = {}
    for row, group in zip(rows, groups, strict=True):
        first.setdefault(group, row.text)
    fold = {group: hashlib.sha256(text.encode()).digest()[0] % FOLDS for group, text in first.items()}
    return np.array([fold[group] for group in groups])


@dataclass
class LeftOut:
    """Scores for messages left out, plain and with tricks, and the probabilities they give."""

    scores: np.ndarray
    p: np.ndarray
    tricky_p: np.ndarray


def left_out(known: Data, fold: np.ndarray) -> LeftOut:
    """Leave out one fold after the other; the regression of a fold is fitted on the others' scores."""
    size = 2 * (len(KINDS) - 1)
    scores, tricky = np.zeros((len(fold), size)), np.zeros((len(fold), size))
    for out in np.unique(fold):
        pair = fitted(known, fold != out)
        scores[fold == out] = pair.scores(known.plain[fold == out])
        tricky[fold == out] = pair.scores(known.unseen_tricks[fold == out])
    p, tricky_p = np.zeros((len(fold), len(KINDS) - 1)), np.zeros((len(fold), len(KINDS) - 1))
    for out in np.unique(fold):
        join = joined(scores[fold != out], known.kind[fold != out])
        p[fold == out], tricky_p[fold == out] = (join.predict_proba(s[fold == out]) for s in (scores, tricky))
    return LeftOut(scores, p, tricky_p)


def private_most(p: np.ndarray, kind: np.ndarray, size: np.ndarray, bar: np.ndarray) -> float:
    """The largest probability of ``personal`` at which a message may still be called harmful, so that few private ones are."""
    private = np.flatnonzero(kind == CODES["personal"])
    harmful = np.isin(decided(p, size, bar, 1.0).code[private], HARMFUL_CODES)
    at = np.sort(p[private[harmful], CODES["personal"]])
    allowed = int(PRIVATE_SHARE * len(private))
    return float(min(at[allowed] * 0.98, 0.25)) if len(at) > allowed else 0.25


def shipped(known: Data, left: np.ndarray, scores: np.ndarray) -> dict[str, np.ndarray]:
    """The arrays of the model, from all messages; float weights of the n-grams under ``exact``."""
    pair, join = fitted(known, np.ones(len(known.kind), bool)), joined(scores, known.kind)
    kinds = len(KINDS) - 1
    weights = join.coef_[:, :kinds] @ pair.hinge + join.coef_[:, kinds:] @ pair.counts
    bias = join.coef_[:, :kinds] @ pair.hinge_bias + join.intercept_
    weights -= weights.mean(axis=0)
    grams, groups = weights[:, :BUCKETS], weights[:, BUCKETS:].T * GROUP_VALUE
    grams = np.where(left[:BUCKETS], grams, 0.0)
    scale = np.abs(grams).max(axis=1) / 127
    steps = np.rint(grams / scale[:, None])
    steps[np.abs(steps) < SMALLEST_KEPT * 127] = 0
    bucket, size, words = topic_arrays()
    return {
        "weights": steps.astype(np.int8), "scale": scale, "groups": groups.astype(np.float32), "bias": bias,
        "word_bucket": bucket, "word_size": size, "group_words": words, "exact": grams,
    }  # fmt: skip


def exact_model(arrays: dict[str, np.ndarray], texts: list[str]) -> np.ndarray:
    """Probabilities by the weights before they became whole numbers."""
    features = matrix(texts)
    groups = features[:, BUCKETS:] / GROUP_VALUE
    return probabilities(features[:, :BUCKETS] @ arrays["exact"].T + groups @ arrays["groups"] + arrays["bias"])


def as_model(arrays: dict[str, np.ndarray]) -> Model:
    """The model as the program would load it, bars and description still missing."""
    none = np.zeros(len(KINDS) - 1)
    return Model(packed(arrays["weights"]), arrays["scale"], arrays["groups"], arrays["bias"], none, topics(), {})


def script_digest() -> str:
    """SHA-256 over what makes the model besides the messages."""
    whole = hashlib.sha256()
    here = Path(__file__).parent
    for name in ("fit.py", "features.py", "tricks.py", "topics.toml"):
        whole.update((here / name).read_bytes())
    return whole.hexdigest()


def golden_texts(rows: list[corpus.Message]) -> list[str]:
    """Sixty messages of the corpus, by the hash of their text."""
    return [row.filled() for row in sorted(rows, key=lambda row: hashlib.sha256(row.text.encode()).digest())[:60]]


def made() -> tuple[dict[str, np.ndarray], dict, Data]:
    """Everything fitted and measured: arrays, figures, the messages."""
    from training import measure

    whole = data("corpus")
    known, left = without_rare(whole)
    fold = folds(known.rows)
    out = left_out(known, fold)
    size = whole.plain[:, :BUCKETS].getnnz(axis=1)
    bar = np.full(len(KINDS) - 1, HARMLESS_BAR)
    bar[HARMFUL_CODES] = HARMFUL_BAR
    limit = private_most(out.p, known.kind, size, bar)
    arrays = shipped(known, left, out.scores)
    arrays["bar"] = bar
    figures = measure.everything(known, size, out, arrays, limit)
    said = decided(out.p, size, bar, limit).code
    return arrays, {"private_most": limit, "figures": figures, "left_out": out, "said": said}, known


def on_one_thread() -> None:
    """Several threads add in an order of their own, which moves weights a little from run to run, and here they wait more than they add."""
    import sklearn.linear_model
    import sklearn.svm  # noqa: F401 - a library is limited once it is loaded
    from threadpoolctl import threadpool_limits

    threadpool_limits(1)


def run() -> int:
    """Fit, measure and write."""
    from training import pages

    on_one_thread()
    arrays, found, known = made()
    meta = {"corpus": corpus.digest(), "script": script_digest(), "private_most": found["private_most"]}
    kept = {name: array for name, array in arrays.items() if name != "exact"}
    used = arrays["weights"].any(axis=0)
    kept |= {"weights": np.ascontiguousarray(arrays["weights"][:, used]), "buckets": np.packbits(used)}
    np.savez_compressed(FILE, **kept, meta=np.frombuffer(json.dumps(meta, sort_keys=True).encode(), np.uint8))
    model = loaded()
    texts = golden_texts(known.rows)
    scores, size = model.scores(texts)
    said = decided(probabilities(scores), size, model.bar, model.meta["private_most"])
    lines = [json.dumps([text, KINDS[code], round(p, 4)], ensure_ascii=False) for text, code, p in zip(texts, said.code.tolist(), said.p.tolist(), strict=True)]  # fmt: skip
    GOLDEN.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")
    pages.write(found["figures"], known, found["left_out"], meta, found["said"])
    print(json.dumps({k: v for k, v in found["figures"].items() if not isinstance(v, (list, dict))}, indent=1))
    return 0


def check() -> int:
    """Fit again and compare with what is committed: decisions equal, weights at most one step apart."""
    from analyzer.wording.kinds import model

    if model().meta["corpus"] != corpus.digest() or model().meta["script"] != script_digest():
        print("the messages or the script changed since the model was written: run python -m training")
        return 1
    on_one_thread()
    known, left = without_rare(data("corpus"))
    out = left_out(known, folds(known.rows))
    arrays = shipped(known, left, out.scores)
    with np.load(FILE, allow_pickle=False) as file:
        committed = np.zeros_like(arrays["weights"], dtype=int)
        committed[:, np.unpackbits(file["buckets"]).astype(bool)] = file["weights"]
        steps = int(np.abs(committed - arrays["weights"]).max())
    golden = json.loads(GOLDEN.read_text(encoding="utf-8"))
    scores, size = as_model(arrays).scores([text for text, _, _ in golden])
    said = decided(probabilities(scores), size, model().bar, model().meta["private_most"])
    changed = sum(KINDS[code] != kind for code, (_, kind, _) in zip(said.code.tolist(), golden, strict=True))
    print(f"{changed} of {len(golden)} decisions differ; weights differ by at most {steps} steps")
    return 1 if changed or steps > 1 else 0
