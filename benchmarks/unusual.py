"""What the note "differs from your other numbers" is worth, measured on simulated exports: the tables of ``docs/unusual.md``.

python -m benchmarks.unusual            measure and write the tables into the page
python -m benchmarks.unusual --print    print them only
"""

import random
import statistics
import sys
import tempfile
import warnings
from pathlib import Path

from benchmarks.simulated_lives import SIMULATORS

PAGE = Path(__file__).resolve().parent.parent / "docs" / "unusual.md"
BEGIN, END = "<!-- measured by python -m benchmarks.unusual -->", "<!-- end of what was measured -->"
EXPORTS = 25
METHODS = {
    "forest": "isolation forest",
    "z": "sum of robust z",
    "rules": "rules that fired",
    "volume": "calls and messages",
    "calls": "calls only",
}


def figures(simulator, seed: int, folder: Path) -> dict[str, float] | None:
    """AUC of each ranking on one simulated export, and how good the marks are; None where it has too few numbers."""
    import numpy as np
    from sklearn.metrics import roc_auc_score

    import analyzer
    from analyzer import unusual

    life = simulator(random.Random(f"{simulator.__name__} {seed}"))
    path = life.write(folder / f"{simulator.__name__}{seed}.csv")
    case = analyzer.analyze(path, analyzer.Settings(owner="13800000000", unusual=True))
    numbers = case.numbers[unusual.compared(case.numbers)]
    truth = numbers["number"].str.removeprefix("+86").isin(life.wearing).to_numpy()
    if len(numbers) < unusual.LEAST or not 0 < truth.sum() < len(truth):
        return None
    fired = case.fired[case.fired["number"] != ""].groupby("number")["rule"].nunique()
    z = unusual.robust_z(unusual._values(numbers, np.arange(len(numbers))))
    rankings = {
        "forest": unusual.apartness(numbers),
        "z": np.abs(z).sum(axis=1),
        "rules": numbers["number"].map(fired).fillna(0),
        "volume": numbers["calls_in"] + numbers["messages_in"],
        "calls": numbers["calls_in"],
    }
    marked = numbers["unusual"].notna().to_numpy()
    return {
        **{name: float(roc_auc_score(truth, np.asarray(score, dtype=float))) for name, score in rankings.items()},
        "numbers": len(numbers), "wearing": int(truth.sum()),
        "right": float(truth[marked].mean()) if marked.any() else 0.0, "found": float(marked[truth].mean()),
    }  # fmt: skip


def measure() -> dict[str, list[dict[str, float]]]:
    """The figures of every export, by simulator."""
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return {
            one.__name__: [f for seed in range(EXPORTS) if (f := figures(one, seed, Path(folder)))]
            for one in SIMULATORS
        }


def tables(measured: dict[str, list[dict[str, float]]]) -> str:
    """Both tables in Markdown."""
    from importlib.metadata import version

    everything = [f for of in measured.values() for f in of]
    lines = [
        f"AUC of rankings, mean ± standard deviation over exports ({len(everything)} simulated exports, scikit-learn {version('scikit-learn')}):",
        "",
        "| simulator | exports | numbers (median) | that wear down (median) | " + " | ".join(METHODS.values()) + " |",
        "|---" * (4 + len(METHODS)) + "|",
    ]
    for name, of in [*measured.items(), ("all", everything)]:
        cells = [f"{statistics.mean(f[m] for f in of):.3f} ± {statistics.stdev(f[m] for f in of):.3f}" for m in METHODS]
        lines.append(
            f"| {name} | {len(of)} | {statistics.median(f['numbers'] for f in of):.0f} | {statistics.median(f['wearing'] for f in of):.0f} | "
            + " | ".join(cells)
            + " |"
        )
    lines += [
        "",
        "The forest's AUC beside another ranking's on the same export (difference, mean ± standard deviation; in how many exports the forest is ahead):",
        "",
        "| simulator | " + " | ".join(f"against {METHODS[m]}" for m in METHODS if m != "forest") + " |",
        "|---" * len(METHODS) + "|",
    ]
    for name, of in [*measured.items(), ("all", everything)]:
        cells = []
        for method in list(METHODS)[1:]:
            ahead = [f["forest"] - f[method] for f in of]
            cells.append(
                f"{statistics.mean(ahead):+.3f} ± {statistics.stdev(ahead):.3f}; {sum(d > 0 for d in ahead)} of {len(of)}"
            )
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    lines += ["", "What the reader sees, the marked numbers (one in ten at most):", ""]
    lines += [
        "| simulator | of the marks, on numbers that wear down | of the numbers that wear down, marked |",
        "|---|---|---|",
    ]
    for name, of in [*measured.items(), ("all", everything)]:
        cells = [f"{statistics.mean(f[m] for f in of):.0%} ± {statistics.stdev(f[m] for f in of):.0%}" for m in ("right", "found")]  # fmt: skip
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    right, found = (statistics.mean(f[m] for f in everything) for m in ("right", "found"))
    better = {m: sum(f["forest"] > f[m] for f in everything) for m in METHODS}
    mean = {name: statistics.mean(f["forest"] for f in of) for name, of in measured.items()}
    least, most = min(mean, key=mean.__getitem__), max(mean, key=mean.__getitem__)
    ahead = statistics.mean(f["forest"] - f["volume"] for f in everything)
    lines += [
        "",
        f"In short: the forest ranks better than plain volume in {better['volume']} of {len(everything)} exports (mean difference {ahead:+.3f}) and better than "
        f"the rules that fired in {better['rules']}. Its mean AUC runs from {mean[least]:.2f} ({least}) to {mean[most]:.2f} ({most}): how people and callers live "
        f"decides far more than the method does. Of the marks, {1 - right:.0%} fall on numbers that wear nobody down; of the numbers that do, {1 - found:.0%} have none.",
    ]
    return "\n".join(lines)


def main() -> None:
    made = tables(measure())
    print(made)
    if "--print" not in sys.argv:
        head, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
        PAGE.write_text(f"{head}{BEGIN}\n{made}\n{END}{rest.partition(END)[2]}", encoding="utf-8")


if __name__ == "__main__":
    main()
