"""Run the benchmarks and write ``docs/performance.md``.

    python -m benchmarks                   all of them
    python -m benchmarks findings phones   these only; the other sections of the page stay as they are
    python -m benchmarks --large           large sizes too (10,000,000 rows)
    python -m benchmarks --print           do not write the page
    python -m benchmarks --list            what there is

Every figure is taken in fresh processes, children included, cases in turn, median of the rounds.
"""

import argparse
import datetime as dt
import os
import platform
import tempfile
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from benchmarks.entries import BENCHMARKS
from benchmarks.measuring import ROOT, ROUNDS, Bench, Benchmark, Row

PAGE = ROOT / "docs" / "performance.md"

HEAD = """# Performance

Written by `python -m benchmarks`, section by section. Median of {rounds} interleaved rounds, fresh processes, CPU seconds (user and system, children
included) unless said otherwise. Ratios are what counts; seconds depend on the machine. The last column is the goal.
"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--print", action="store_true", dest="only_print")
    parser.add_argument("--list", action="store_true", dest="only_list")
    asked = parser.parse_args()
    if asked.only_list:
        print("\n".join(f"{one.name:12} {one.title}" for one in BENCHMARKS))
        return
    if unknown := set(asked.names) - {one.name for one in BENCHMARKS}:
        parser.error(f"no benchmark is named {', '.join(sorted(unknown))}")
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), asked.large)
        for one in BENCHMARKS:
            if asked.names and one.name not in asked.names:
                continue
            body = section(one, one.measure(bench))
            print(body, flush=True)
            if not asked.only_print:
                PAGE.write_text(replaced(PAGE.read_text(encoding="utf-8"), one, body), encoding="utf-8")


def section(one: Benchmark, measured: Sequence[Row] | str) -> str:
    """A section of the page: heading, what and where it was measured, table."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("pandas", "pyarrow", "numpy", "matplotlib"))
    where = f"{dt.datetime.now().astimezone():%Y-%m-%d}, Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores, {packages}."
    table = measured if isinstance(measured, str) else "\n".join(_table(measured))
    return "\n\n".join(part for part in (f"## {one.title}", one.about, table, where) if part)


def _table(rows: Sequence[Row]) -> list[str]:
    lines = ["| what | ours | yardstick | ratio | goal |", "|---|---|---|---|---|"]
    for row in rows:
        theirs = "" if row.theirs is None else _figure(row.theirs, row.unit)
        ratio = "" if row.theirs is None else f"{row.value:.2f}"
        goal = f"{row.goal} ({row.note})" if row.note else row.goal
        lines.append(f"| {row.what} | {_figure(row.ours, row.unit)} | {theirs} | {ratio} | {goal} |")
    return lines


def _figure(value: float, unit: str) -> str:
    return f"{value:.3f} {unit}" if value < 100 else f"{value:,.0f} {unit}"


def replaced(page: str, one: Benchmark, body: str) -> str:
    """The page with one section new; sections stand in the order of `BENCHMARKS`, others are left as they are."""
    kept = {other.name: _between(page, other.name) for other in BENCHMARKS}
    kept[one.name] = body
    tail = page.partition("<!-- by hand -->")[2]
    parts = [HEAD.format(rounds=ROUNDS)]
    parts += [
        f"<!-- {other.name} -->\n{kept[other.name]}\n<!-- end of {other.name} -->\n"
        for other in BENCHMARKS
        if kept[other.name]
    ]
    return "\n".join(parts) + (f"\n<!-- by hand -->{tail}" if tail else "")


def _between(page: str, name: str) -> str:
    return page.partition(f"<!-- {name} -->\n")[2].partition(f"\n<!-- end of {name} -->")[0]


if __name__ == "__main__":
    main()
