"""Every figure that the pages about the model show, measured on messages that the fitted part has not seen."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from analyzer.wording import KINDS
from analyzer.wording.kinds import FILE, UNSURE, decided, kinds, loaded, probabilities
from training import corpus, score, tricks

if TYPE_CHECKING:
    from training.fit import Data, LeftOut


def macro(kind: np.ndarray, said: np.ndarray) -> float:
    """Mean over the kinds of F1."""
    return float(np.mean([one_f1(kind, said, code) for code in range(len(KINDS) - 1) if (kind == code).any()]))


def one_f1(kind: np.ndarray, said: np.ndarray, code: int) -> float:
    """F1 of one kind."""
    both = ((kind == code) & (said == code)).sum()
    return 2 * both / max((kind == code).sum() + (said == code).sum(), 1)


def ece(p: np.ndarray, kind: np.ndarray, bins: int = 10) -> tuple[float, list[tuple[float, float, int]]]:
    """Expected calibration error of the likeliest kind, and the bins: mean probability, share right, number."""
    top, right = p.max(axis=1), p.argmax(axis=1) == kind
    bin_of = np.minimum((top * bins).astype(int), bins - 1)
    curve = [(float(top[bin_of == b].mean()), float(right[bin_of == b].mean()), int((bin_of == b).sum())) for b in range(bins) if (bin_of == b).any()]  # fmt: skip
    return sum(abs(mean - share) * number for mean, share, number in curve) / len(kind), curve


def decisions(kind: np.ndarray, code: np.ndarray, hard: np.ndarray) -> dict[str, Any]:
    """What abstaining does: share decided, share right of these, private messages called harmful."""
    from training.fit import HARMFUL_CODES

    sure = code != UNSURE
    private, harmful = kind == KINDS.index("personal"), np.isin(code, HARMFUL_CODES)
    bad = np.isin(kind, HARMFUL_CODES)
    return {
        "decided": float(sure.mean()),
        "right of decided": float((code == kind)[sure].mean()),
        "private": int(private.sum()),
        "private called harmful": int((private & harmful).sum()),
        "private not hard": int((private & ~hard).sum()),
        "private not hard called harmful": int((private & ~hard & harmful).sum()),
        "harmful found as such": float((bad & harmful).sum() / bad.sum()),
        "harmful, share right": float((bad & harmful).sum() / max(harmful.sum(), 1)),
    }


def lifted(rows: list[corpus.Message], code: np.ndarray) -> np.ndarray:
    """Kinds after the rules lifted some to debt pressure."""
    from analyzer.wording.flags import flags
    from analyzer.wording.lifting import lift

    texts = [row.filled() for row in rows]
    return lift(code, flags(texts), texts)[0]


def everything(
    known: Data, size: np.ndarray, out: LeftOut, arrays: dict[str, np.ndarray], limit: float
) -> dict[str, Any]:
    """All figures."""
    from training import fit

    kind, rows = known.kind, known.rows
    language = np.array([row.language for row in rows])
    author = np.array([row.author for row in rows])
    hard = np.array([bool(row.hard) for row in rows])
    said = out.p.argmax(axis=1)
    figures: dict[str, Any] = {"messages": len(rows), "clusters": len(set(corpus.clusters([row.text for row in rows])))}
    figures["macro-F1 by cluster"] = macro(kind, said)
    figures["macro-F1 by cluster, with tricks"] = macro(kind, out.tricky_p.argmax(axis=1))
    figures["ECE by cluster"], figures["reliability"] = ece(out.p, kind)
    for spoken in ("zh", "en"):
        here = language == spoken
        figures[f"macro-F1 by cluster, {spoken}"] = macro(kind[here], said[here])
    figures["F1 per kind"] = {KINDS[code]: one_f1(kind, said, code) for code in range(len(KINDS) - 1)}
    by_author = fit.left_out(known, np.searchsorted(np.unique(author), author))
    figures["macro-F1 by author"] = macro(kind, by_author.p.argmax(axis=1))
    for name in np.unique(author):
        figures[f"macro-F1, author {name} left out"] = macro(
            kind[author == name], by_author.p[author == name].argmax(axis=1)
        )
    code = decided(out.p, size, arrays["bar"], limit).code
    figures["left out by cluster"] = decisions(kind, code, hard)
    figures["left out by cluster, after rules"] = decisions(kind, lifted(rows, code), hard)

    texts = [row.filled() for row in rows]
    model = fit.as_model(arrays)
    scores, sizes = model.scores(texts)
    whole = decided(probabilities(scores), sizes, arrays["bar"], limit).code
    exact = decided(fit.exact_model(arrays, texts), sizes, arrays["bar"], limit).code
    figures["decisions changed by int8"] = int((whole != exact).sum())
    figures["likeliest kind changed by int8"] = int(
        (probabilities(scores).argmax(1) != fit.exact_model(arrays, texts).argmax(1)).sum()
    )
    held = fit.data("heldout")
    if held.rows:
        figures |= {
            f"held-out authors: {name}": value for name, value in held_out(held, rows, model, arrays, limit).items()
        }
    figures["flags, corpus"] = score.figures(rows, score.found(rows))
    figures["flags, held-out"] = score.figures(held.rows, score.found(held.rows)) if held.rows else {}
    return figures


def held_out(
    held: Data, rows: list[corpus.Message], model: Any, arrays: dict[str, np.ndarray], limit: float
) -> dict[str, Any]:
    """Figures on the authors that are neither fitted nor looked at; texts nearly equal to one of the corpus are left out."""
    groups = corpus.clusters([row.text for row in [*rows, *held.rows]])
    known = set(groups[: len(rows)])
    new = np.array([group not in known for group in groups[len(rows) :]])
    language = np.array([row.language for row in held.rows])
    hard = np.array([bool(row.hard) for row in held.rows])
    scores, size = model.scores([row.filled() for row in held.rows])
    p = probabilities(scores)
    kind, said = held.kind, p.argmax(axis=1)
    tricky, _ = model.scores([tricks.tricked(row.filled(99), row.language, 99) for row in held.rows])
    result: dict[str, Any] = {"messages": int(new.sum()), "macro-F1": macro(kind[new], said[new])}
    for spoken in ("zh", "en"):
        here = new & (language == spoken)
        if here.any():
            result[f"macro-F1, {spoken}"] = macro(kind[here], said[here])
    result["macro-F1, with tricks"] = macro(kind[new], tricky.argmax(axis=1)[new])
    result["ECE"], result["reliability"] = ece(p[new], kind[new])
    code = decided(p, size, arrays["bar"], limit).code
    result["decisions"] = decisions(kind[new], code[new], hard[new])
    after = lifted(held.rows, code)
    result["decisions, after rules"] = decisions(kind[new], after[new], hard[new])
    result["confusion"] = [[int(((kind == a) & (said == b) & new).sum()) for b in range(len(KINDS) - 1)] for a in range(len(KINDS) - 1)]  # fmt: skip
    return result


def speed() -> dict[str, float]:
    """Messages per CPU second and milliseconds to load; not written into pages, as they differ from run to run."""
    from analyzer.wording.flags import flags
    from analyzer.wording.reading import read

    rows = [row.filled(seed) + str(seed) for seed in range(12) for row in corpus.messages()]
    kinds(rows[:10])
    flags(rows[:10])
    start = time.process_time()
    kinds(rows)
    middle = time.process_time()
    flags(rows)
    end = time.process_time()
    read(rows)
    both = time.process_time() - end
    begin = time.perf_counter()
    loaded()
    load = time.perf_counter() - begin
    return {
        "messages": len(rows),
        "kinds, messages/s": len(rows) / (middle - start),
        "flags, messages/s": len(rows) / (end - middle),
        "both, messages/s": len(rows) / both,
        "load, ms": load * 1000,
        "file, bytes": float(Path(FILE).stat().st_size),
    }
