"""Many cases against the same events in one file; two Dask workers against one process; peak memory."""

from pathlib import Path

from benchmarks.measuring import ROOT, ROUNDS, Bench, Benchmark, Row, python, run, taken

SMALL, LARGE = 100, 10_000
"""Cases of `EVENTS` events each; the larger size with ``--large``."""

EVENTS = 1_000

MADE = """
import random
from pathlib import Path
from benchmarks.generate import csv_table
folder, whole = Path({folder!r}), Path({whole!r})
folder.mkdir()
with whole.open("w", encoding="utf-8") as out:
    for i in range({cases}):
        text = csv_table(folder / f"case{{i:05}}.csv", {events}, seed=i).read_text(encoding="utf-8")
        out.write(text if i == 0 else text.partition("\\n")[2])
"""

PARTS = 4
"""Parts that the cases are handed out in at least: two workers must have something to share."""

WORKER = "import pandas, pyarrow.parquet, pyarrow.csv, analyzer.caseload.work, analyzer.rules\n"

START = "import pandas, pyarrow.parquet, pyarrow.csv, pyarrow.dataset, analyzer.caseload.finish, analyzer.caseload.work, analyzer.rules, analyzer.writers.xlsx, analyzer.writers.html, openpyxl\n"

MANY = """
import shutil, sys
if __name__ == "__main__":
    from analyzer.caseload import caseload
    from analyzer.settings import Settings
    shutil.rmtree({out!r}, ignore_errors=True)
    caseload({folder!r}, {out!r}, Settings(lang="en"), processes={processes}, scheduler={scheduler!r}, part_cases={part})
"""

ONE = """
import shutil
from analyzer import pipeline
from analyzer.settings import Settings
shutil.rmtree({out!r}, ignore_errors=True)
settings = Settings(lang="en")
pipeline.write(pipeline.make_case(pipeline.read({whole!r}, settings), settings), {out!r}, only=("data",))
"""

SPREAD = """
import shutil
if __name__ == "__main__":
    from distributed import LocalCluster
    from analyzer.caseload import caseload
    from analyzer.settings import Settings
    shutil.rmtree({out!r}, ignore_errors=True)
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1") as cluster:
        caseload({folder!r}, {out!r}, Settings(lang="en"), scheduler=cluster.scheduler_address, part_cases={part})
"""

NO_CASES = """
if __name__ == "__main__":
    from distributed import Client, LocalCluster
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1") as cluster:
        client = Client(cluster)
        client.run(__import__, "analyzer.caseload.work")
        client.run(__import__, "pandas")
        client.close()
"""


def script(folder: Path, name: str, code: str) -> list[str]:
    """A script of its own: other processes must find what they are told to run."""
    path = folder / f"{name}.py"
    path.write_text(code, encoding="utf-8")
    return [*python("")[:1], str(path)]


def measure(bench: Bench) -> list[Row]:
    cases = LARGE if bench.large else SMALL
    folder, whole, out = bench.folder / f"cases-{cases}", bench.folder / f"cases-{cases}.csv", str(bench.folder / "out")
    made = MADE.format(folder=str(folder), whole=str(whole), cases=cases, events=EVENTS)
    run(python(made))
    names = {"folder": str(folder), "whole": str(whole), "out": out, "scheduler": "", "part": min(cases // PARTS, 200)}
    many = script(bench.folder, "many", MANY.format(**{**names, "part": 200}, processes=1))
    same = script(bench.folder, "same", MANY.format(**names, processes=1))
    two = script(bench.folder, "two", MANY.format(**names, processes=2))
    spread = script(bench.folder, "spread", SPREAD.format(**names))
    start, apart = python(START), script(bench.folder, "apart", NO_CASES)
    one = python(ONE.format(**names))
    rounds = 1 if bench.large else ROUNDS
    worker = python(WORKER)
    took = taken(many, same, two, one, spread, start, apart, worker, rounds=rounds, PYTHONPATH=str(ROOT))
    ours, alike, doubled, theirs, dask, begin, begin_dask, begin_worker = (each.cpu for each in took)
    size = f"{cases:,} cases × {EVENTS:,} events"
    return [
        Row(f"{size}, one process ÷ the same events as one file (`--only data`), start-up aside on both sides", ours - begin, theirs - begin, at_most=1.3),
        Row(f"{size}, two processes ÷ one process, parts of {names['part']} cases, start-up of each process aside", doubled - begin - 2 * begin_worker, alike - begin),
        Row(f"{size}, Dask with two workers ÷ one process, parts of {names['part']} cases, start-up of scheduler and workers aside", dask - begin_dask, alike - begin, at_most=2.0),
        Row(f"{size}, one process: peak memory", took[0].mb, at_most=2048, unit="MB"),
    ]  # fmt: skip


CASELOADS = Benchmark(
    "caseload",
    "Many cases",
    measure,
    "Generated cases of one phone export each (`benchmarks/generate.py`), Parquet tables, ranking, hand-over sheets and page written; on the other side one export that holds the "
    "rows of all of them. Numbers of the cases are their own, so the ranking finds hardly anybody in two of them.",
)
