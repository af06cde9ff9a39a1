"""How benchmarks measure: fresh processes, interleaved rounds, CPU seconds and peak memory; a row of the page."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from benchmarks import memory

T = TypeVar("T")

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 5

LOOK = 0.02
"""Seconds between two looks at how much memory a process holds; wall times are known no closer."""

ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""As an installed package runs: its modules are compiled once, not at every start."""


@dataclass(frozen=True)
class Row:
    """One line of a table of the page.

    Attributes
    ----------
    what : str
        What is measured, and by which yardstick it is divided.
    ours, theirs : float
        Ours and the yardstick; `theirs` None where the goal is on the figure itself.
    at_most, at_least : float, optional
        Goal for the ratio (or for `ours` where there is no yardstick).
    unit : str
        Of both figures.
    note : str
        What else was seen.
    """

    what: str
    ours: float
    theirs: float | None = None
    at_most: float | None = None
    at_least: float | None = None
    unit: str = "CPU s"
    note: str = ""

    @property
    def value(self) -> float:
        """What the goal is about."""
        return self.ours if self.theirs is None else self.ours / self.theirs

    @property
    def goal(self) -> str:
        """The goal in words, and whether it holds."""
        if self.at_most is not None:
            return f"≤ {self.at_most:g}: {'met' if self.value <= self.at_most else '**missed**'}"
        if self.at_least is not None:
            return f"≥ {self.at_least:g}: {'met' if self.value >= self.at_least else '**missed**'}"
        return "–"


@dataclass(frozen=True)
class Benchmark:
    """One section of ``docs/performance.md``.

    Attributes
    ----------
    name : str
        What ``python -m benchmarks NAME`` calls it.
    title : str
        Heading of the section.
    measure : callable
        ``Bench -> sequence of Row``, or a text in Markdown where the section has a table of its own.
    about : str
        What the figures are, in Markdown; stands before the table.
    """

    name: str
    title: str
    measure: "Callable[[Bench], Sequence[Row] | str]"
    about: str = ""


@dataclass
class Bench:
    """What a benchmark is given: a folder for its files, generated tables (made once), whether large sizes are wanted."""

    folder: Path
    large: bool = False
    tables: dict[tuple[int, str], Path] = field(default_factory=dict)

    def table(self, rows: int, encoding: str = "utf-8") -> Path:
        """A generated CSV export of so many rows (see `benchmarks.generate.csv_table`)."""
        key = (rows, encoding)
        if key not in self.tables:
            path = self.folder / f"export-{rows}-{encoding}.csv"
            # In a process of its own: what this one has ever held would count as the peak of those it starts.
            if encoding == "utf-8":
                code = f"from benchmarks.generate import csv_table\nfrom pathlib import Path\ncsv_table(Path({str(path)!r}), {rows})"
            else:
                plain = str(self.table(rows))
                code = f"import codecs\nwith open({plain!r}, encoding='utf-8') as a, open({str(path)!r}, 'w', encoding={encoding!r}) as b:\n    b.writelines(a)"
            run(python(code))
            self.tables[key] = path
        return self.tables[key]


@dataclass(frozen=True)
class Took:
    """What a process took, its children included."""

    cpu: float
    wall: float
    mb: float


def run(command: Sequence[str], **extra: str) -> Took:
    """Run a command in a fresh process and say what it took: CPU and wall seconds, peak memory in MB (1024² bytes), all of it with the
    processes it starts (see `memory.of_tree`).
    """
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=ROOT, env={**ENVIRONMENT, **extra})
    peak, waited, over = 0.0, 0.001, 0
    while not over:
        peak = max(peak, memory.of_tree(process.pid))
        time.sleep(waited)
        waited = min(waited * 2, LOOK)
        over, status, usage = os.wait4(process.pid, os.WNOHANG)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, list(command))
    return Took(usage.ru_utime + usage.ru_stime, wall, peak or usage.ru_maxrss / memory.KILOBYTES / 1024)


def cpu(command: Sequence[str], **extra: str) -> float:
    """CPU seconds of a command."""
    return run(command, **extra).cpu


def python(code: str) -> list[str]:
    """The command that runs a piece of Python."""
    return [sys.executable, "-c", code]


def analyze(*arguments: str | Path) -> list[str]:
    """The command line program with these arguments."""
    return [sys.executable, "-m", "analyzer", *map(str, arguments)]


INNER = """
import sys, time
import pandas, pyarrow.csv, numpy, pyarrow.compute
from analyzer import pipeline, importers, phone
{setup}
start = time.process_time(), time.perf_counter()
{body}
print(time.process_time() - start[0], time.perf_counter() - start[1])
"""


def inner(body: str, setup: str = "import analyzer.rules") -> float:
    """CPU seconds of a piece of code in a fresh process, its imports and `setup` left out."""
    code = INNER.format(body=body, setup=setup)
    done = subprocess.run(python(code), check=True, capture_output=True, text=True, cwd=ROOT, env=ENVIRONMENT)
    return float(done.stdout.split()[-2])


def printed(code: str, **extra: str) -> str:
    """What a piece of Python prints, run in a fresh process."""
    return subprocess.run(
        python(code), check=True, capture_output=True, text=True, cwd=ROOT, env={**ENVIRONMENT, **extra}
    ).stdout


def interleaved(*cases: Callable[[], T], rounds: int = ROUNDS) -> list[list[T]]:
    """What each case gives, round by round, the cases taken in turn."""
    taken = [[case() for case in cases] for _ in range(rounds)]
    return [list(column) for column in zip(*taken, strict=True)]


def medians(*cases: Callable[[], float], rounds: int = ROUNDS) -> list[float]:
    """Median of each case over interleaved rounds."""
    return [statistics.median(column) for column in interleaved(*cases, rounds=rounds)]


def taken(*commands: Sequence[str], rounds: int = ROUNDS, **extra: str) -> list[Took]:
    """Median CPU, wall and peak of each command over interleaved rounds."""
    columns = interleaved(*(lambda c=c: run(c, **extra) for c in commands), rounds=rounds)
    return [
        Took(*(statistics.median(getattr(one, name) for one in column) for name in ("cpu", "wall", "mb")))
        for column in columns
    ]


def headings(path: Path) -> list[str]:
    """Columns of a table."""
    with path.open(encoding="utf-8") as file:
        return file.readline().strip().split(",")


def arrow_read(path: Path) -> str:
    """The yardstick: Python that reads a table with `pyarrow.csv`, every column as text."""
    return (
        "import pyarrow, pyarrow.csv\n"
        f"options = pyarrow.csv.ConvertOptions(column_types={{c: pyarrow.string() for c in {headings(path)!r}}})\n"
        f"table = pyarrow.csv.read_csv({str(path)!r}, convert_options=options)"
    )
