"""Writes ``docs/wording/``: the model's page with every figure, the page about its data, two pictures."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from analyzer.wording import FLAGS, HARMFUL, KINDS
from analyzer.wording.kinds import FILE
from training import corpus, score

if TYPE_CHECKING:
    from training.fit import Data, LeftOut

FOLDER = Path(__file__).parent.parent / "docs" / "wording"


def _share(value: float) -> str:
    return f"{value:.3f}"


def _rows(pairs: list[tuple[str, Any]]) -> list[str]:
    return [f"| {name} | {_share(value) if isinstance(value, float) else value} |" for name, value in pairs]


def confusion(kind: np.ndarray, said: np.ndarray) -> np.ndarray:
    """Messages by what they are (rows) and what the model says (columns), ``unsure`` last."""
    table = np.zeros((len(KINDS) - 1, len(KINDS)), int)
    np.add.at(table, (kind, said), 1)
    return table


def pictures(table: np.ndarray, curves: dict[str, list]) -> None:
    """Confusion matrix and reliability curve."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8.5, 6.5), dpi=110, layout="constrained")
    axes = figure.add_subplot()
    share = table / np.maximum(table.sum(axis=1, keepdims=True), 1)
    axes.imshow(share, cmap="Blues", vmin=0, vmax=1, aspect="auto")
    axes.set_xticks(range(len(KINDS)), KINDS, rotation=40, ha="right")
    axes.set_yticks(range(len(KINDS) - 1), KINDS[:-1])
    for (row, column), number in np.ndenumerate(table):
        if number:
            axes.text(column, row, str(number), ha="center", va="center", color="white" if share[row, column] > 0.5 else "black")  # fmt: skip
    axes.set_xlabel("what the program says")
    axes.set_ylabel("label")
    FigureCanvasAgg(figure).print_png(FOLDER / "confusion.png", metadata={"Software": None})

    figure = Figure(figsize=(5.5, 5), dpi=110, layout="constrained")
    axes = figure.add_subplot()
    axes.plot([0, 1], [0, 1], color="0.7", linestyle="--", linewidth=1)
    for name, curve in curves.items():
        axes.plot([mean for mean, _, _ in curve], [right for _, right, _ in curve], marker="o", label=name)
    axes.set_xlabel("probability said")
    axes.set_ylabel("share right")
    axes.legend(frameon=False)
    FigureCanvasAgg(figure).print_png(FOLDER / "reliability.png", metadata={"Software": None})


def worst(known: Data, out: LeftOut) -> list[str]:
    """Per kind the ten messages of the corpus on which the model is surest and wrong."""
    lines = []
    said, top = out.p.argmax(axis=1), out.p.max(axis=1)
    for code, kind in enumerate(KINDS[:-1]):
        wrong = np.flatnonzero((known.kind == code) & (said != code))
        wrong = wrong[np.lexsort((wrong, -top[wrong]))][:10]
        lines += [f"\n### {kind}\n", "| said | p | message |", "|---|---|---|"]
        for at in wrong.tolist():
            text = known.rows[at].text.replace("|", "\\|").replace("<", "&lt;")
            lines.append(f"| {KINDS[said[at]]} | {top[at]:.2f} | {text} |")
    return lines


def model_page(figures: dict[str, Any], known: Data, out: LeftOut, table: np.ndarray, meta: dict[str, Any]) -> str:
    """``model.md``."""
    held = {name.split(": ", 1)[1]: value for name, value in figures.items() if name.startswith("held-out authors: ")}
    plain = [(n, v) for n, v in figures.items() if isinstance(v, (int, float)) and not n.startswith("held-out")]
    lines = [
        "# The model of kinds: what it is and how well it does",
        "",
        "Written by `python -m training`. All messages are invented (see [data.md](data.md)), many of them made to be hard; the figures say how the",
        "model does on such messages by writers it has or has not seen. They do not say how it does on a particular person's phone.",
        "",
        "**What it is for**: to sort the messages of an export so that a person finds the ones that matter; every sorted message can be put",
        "right by hand. **What it is not for**: deciding what a sender meant or whether a message is lawful; no flag and no rule about wording",
        "rests on it. **How it decides**: the likeliest kind, if its probability clears the bar of that kind"
        f" (harmful kinds — {', '.join(HARMFUL)} — {0.5:.2f}, others {0.4:.2f}), and for a harmful kind only if the probability of `personal` is at most"
        f" {meta['private_most']:.4f} and the text is longer than a few words; otherwise `unsure`.",
        "",
        f"Linear in the n-grams of one to three characters (to five in Latin script), {len(KINDS) - 1} kinds x 65,536 buckets, whole numbers of 8 bits, and"
        f" in the groups of words of `training/topics.toml`; {FILE.stat().st_size:,} bytes. Training data SHA-256 `{meta['corpus']}`, script `{meta['script']}`.",
        "",
        "## Left out by group of nearly equal texts, and by author",
        "",
        "| figure | value |",
        "|---|---|",
        *_rows(plain),
        "",
        "| kind | F1 |",
        "|---|---|",
        *_rows(list(figures["F1 per kind"].items())),
        "",
        "With abstention:",
        "",
        "| figure | left out | left out, after the rules | held-out authors | held-out authors, after the rules |",
        "|---|---|---|---|---|",
    ]
    columns = [figures["left out by cluster"], figures["left out by cluster, after rules"], held.get("decisions", {}), held.get("decisions, after rules", {})]  # fmt: skip
    for name in columns[0]:
        cells = [column.get(name, "–") for column in columns]
        lines.append(f"| {name} | " + " | ".join(_share(c) if isinstance(c, float) else str(c) for c in cells) + " |")
    lines += ["", "## Authors that were never looked at", "", "| figure | value |", "|---|---|"]
    lines += _rows([(n, v) for n, v in held.items() if isinstance(v, (int, float))])
    lines += ["", "## Calibration", "", "![share right by probability said](reliability.png)", ""]
    lines += [
        "## Confusion",
        "",
        "Messages left out by group, rows are labels, with abstention.",
        "",
        "![confusion matrix](confusion.png)",
        "",
    ]
    lines += ["| | " + " | ".join(KINDS) + " |", "|---" * (len(KINDS) + 1) + "|"]
    lines += [
        f"| {kind} | " + " | ".join(map(str, row)) + " |" for kind, row in zip(KINDS, table.tolist(), strict=False)
    ]
    lines += [
        "",
        "## Conduct flags (rules)",
        "",
        "On the corpus, with which the rules were written:",
        "",
        *score.table(figures["flags, corpus"]),
    ]
    if figures["flags, held-out"]:
        lines += [
            "",
            "On the held-out authors, which nobody who wrote rules has read:",
            "",
            *score.table(figures["flags, held-out"]),
        ]
    lines += ["", "## The surest errors", "", "Messages of the corpus while they were left out.", *worst(known, out)]
    return "\n".join(lines) + "\n"


def data_page(meta: dict[str, Any]) -> str:
    """``data.md``."""
    lines = [
        "# The messages that the model and the rules were made with",
        "",
        "Written by `python -m training`. Invented by hand for this project from the rules that they illustrate; CC0 1.0; no line of a real message or",
        "of another collection. Labels: [`training/labels.md`](../../training/labels.md). Groups of words: `training/topics.toml`. Nobody's phone was read.",
        "",
        "Limits: few writers; far more hard negatives than on a phone; invented tricks; collectors' habits change; languages other than Chinese and",
        "English are not covered, and dialects and code-mixing little. The shares of kinds say nothing about how often such messages come.",
        "",
    ]
    for which in corpus.SETS:
        rows = corpus.messages(which)
        lines += [f"## {which}", "", f"{len(rows)} messages; files: " + ", ".join(f"{author} ({number})" for author, number in sorted(Counter(row.author for row in rows).items())) + ".", ""]  # fmt: skip
        lines += ["| kind | zh | en |", "|---|---|---|"]
        count = Counter((row.kind, row.language) for row in rows)
        lines += [f"| {kind} | {count[kind, 'zh']} | {count[kind, 'en']} |" for kind in KINDS[:-1]]
        lines += ["", "| flag | zh | en | hard negatives zh | en |", "|---|---|---|---|---|"]
        for flag in FLAGS:
            cells = [sum(flag in getattr(row, kind) for row in rows if row.language == spoken) for kind in ("flags", "hard") for spoken in ("zh", "en")]  # fmt: skip
            lines.append(f"| {flag} | " + " | ".join(map(str, cells)) + " |")
        lines.append("")
    return "\n".join(lines)


def write(figures: dict[str, Any], known: Data, out: LeftOut, meta: dict[str, Any], said: np.ndarray) -> None:
    """Write the pages and pictures."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    table = confusion(known.kind, said)
    curves = {"left out by group": figures["reliability"]}
    if "held-out authors: reliability" in figures:
        curves["held-out authors"] = figures["held-out authors: reliability"]
    pictures(table, curves)
    (FOLDER / "model.md").write_text(model_page(figures, known, out, table, meta), encoding="utf-8")
    (FOLDER / "data.md").write_text(data_page(meta), encoding="utf-8")
