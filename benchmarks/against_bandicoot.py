"""The indicators that this program shares with bandicoot, per number, against bandicoot itself.

bandicoot 0.6.0 is no dependency and does not run on Python 3.11 as it is: it asks `inspect` for two functions that are gone. Name a Python that
has it, and they are put in place as in ``tests/make_bandicoot_figures.py``, bandicoot itself unchanged::

    python -m venv /tmp/bandicoot && /tmp/bandicoot/bin/pip install bandicoot==0.6.0
    BANDICOOT=/tmp/bandicoot/bin/python python -m benchmarks bandicoot
"""

import os
import statistics
import subprocess
import sys

from benchmarks.measuring import ENVIRONMENT, ROOT, Bench, Benchmark, Row, interleaved, python, run

ROWS = 200_000

RECORDS = """
import csv
from analyzer import pipeline
events = pipeline.read([{path!r}]).events
call = (events["kind"] == "call").tolist()
columns = (events[name].tolist() for name in ("direction", "number"))
when = events["at_local"].dt.strftime("%Y-%m-%d %H:%M:%S").tolist()
talk = events["duration_s"].fillna(0).tolist()
with open({records!r}, "w", encoding="utf-8", newline="") as file:
    out = csv.writer(file, lineterminator="\\n")
    out.writerow(("interaction", "direction", "correspondent_id", "datetime", "call_duration", "antenna_id"))
    for is_call, way, number, moment, seconds in zip(call, *columns, when, talk):
        out.writerow(("call" if is_call else "text", way, number, moment, seconds if is_call else "", ""))
"""

THEIRS = """
import contextlib, inspect, io, os, sys, time
sys.path.insert(0, {tests!r})
from make_bandicoot_figures import figures, formatargspec
inspect.getargspec, inspect.formatargspec = (lambda f: inspect.getfullargspec(f)[:4]), formatargspec
import bandicoot
start = time.process_time()
with contextlib.redirect_stdout(io.StringIO()):
    whole = bandicoot.read_csv({name!r}, {folder!r}, describe=False, warnings=False)
    of = {{}}
    for record in whole.records:
        of.setdefault(record.correspondent_id, []).append(record)
    middle = time.process_time()
    for number, records in of.items():
        user = bandicoot.User()
        user.records = records
        figures(bandicoot, user, alone=True)
print(time.process_time() - start, time.process_time() - middle)
"""

OURS = """
import time
from analyzer import pipeline
from analyzer import numbers
from analyzer.indicators import bandicoot, reciprocity
shared = [one for one in vars(bandicoot).values() if isinstance(one, numbers.Indicator)] + [reciprocity.out_share]
assert len(shared) == 13, len(shared)
numbers.summarize(pipeline.read([{small!r}]).events, shared)
start = time.process_time()
events = pipeline.read([{path!r}]).events
middle = time.process_time()
numbers.summarize(events, shared)
print(time.process_time() - start, time.process_time() - middle)
"""

ABOUT = f"""Reading {ROWS:,} records and working out, for every number, the thirteen indicators of which `tests/samples_bandicoot` shows that they
are equal: this program from its CSV (which has texts and spellings of numbers besides), bandicoot 0.6.0 from a CSV of its own with the same records, imports left out on both sides."""


def measure(bench: Bench) -> list[Row] | str:
    theirs = os.environ.get("BANDICOOT", "")
    if not theirs:
        return "Not measured: set `BANDICOOT` to a Python that has bandicoot 0.6.0 (`benchmarks/against_bandicoot.py`)."
    path, records = bench.table(ROWS), bench.folder / "records.csv"
    run(python(RECORDS.format(path=str(path), records=str(records))))
    code = THEIRS.format(tests=str(ROOT / "tests"), name="records", folder=str(bench.folder))
    ours = OURS.format(path=str(path), small=str(bench.table(500)))

    def times(executable: str, code: str) -> tuple[float, ...]:
        done = subprocess.run(
            [executable, "-c", code], check=True, capture_output=True, text=True, cwd=ROOT, env=ENVIRONMENT
        )
        return tuple(map(float, done.stdout.split()))

    slow, quick = interleaved(lambda: times(theirs, code), lambda: times(sys.executable, ours))
    (whole, alone), (our_whole, our_alone) = (map(statistics.median, zip(*one, strict=True)) for one in (slow, quick))
    return [
        Row("bandicoot ÷ this program: reading, and the same indicators of every number", whole, our_whole),
        Row("bandicoot ÷ this program: the same indicators of every number", alone, our_alone, at_least=50),
    ]


SHARED = Benchmark("bandicoot", "The indicators of bandicoot", measure, ABOUT)
