"""Run the benchmarks and write ``docs/performance.md``.

    python -m benchmarks            all of them
    python -m benchmarks --print    do not write the page

Every figure is a ratio of CPU time (user and system, children included) of fresh processes, taken interleaved, median of the rounds.
"""

import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.generate import csv_table

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 5

ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""As an installed package runs: its modules are compiled once, not at every start."""

WORK = """
import sys, time
import pandas, pyarrow.csv, numpy, pyarrow.compute
from analyzer import pipeline, importers, phone
{setup}
start = time.process_time()
{body}
print(time.process_time() - start)
"""

LINE = """what = pipeline.read([{path!r}])
pipeline.summarize(what.events)
pipeline.detect(what.events)"""
WHOLE = "case = pipeline.make_case(pipeline.read([{path!r}]))"

EVENTS = "import analyzer.rules\nevents = pipeline.read([{path!r}]).events\nsmall = events.head(1000)\n"
COUNT = EVENTS + "pipeline.summarize(small); pipeline.detect(small)"
COUNTED = "pipeline.summarize(events); pipeline.detect(events)"
CALLERS = """numbers, messages = pipeline.summarize(events), pipeline.classify(events)
together = pipeline.campaigns(events, messages, numbers)
pipeline.detect(events, None, (), None, messages, together)"""

WINDOWS = """from analyzer import clock
from analyzer.numbers import EventView, group_by_number
groups, owners, _ = group_by_number(events)
view = EventView(events, groups, len(owners))
frame = pandas.DataFrame({{"group": view.group, "at": pandas.to_datetime(view.t, unit="s"), "one": 1.0}}).set_index("at")
"""
OURS = "clock.window_counts(view.group, view.t, 86_400)"
ROLLING = "frame.groupby('group').rolling('86400s')['one'].sum()"

TEXTS = """
from training import corpus
from analyzer.wording.flags import flags
from analyzer.wording.kinds import kinds
{source}
kinds(texts); flags(texts)
"""
ORDINARY = (
    "texts = [m.filled(i) for m in corpus.messages() if m.kind in ('personal', 'code', 'notice') for i in range(4)]"
)
DENSE = "texts = [m.filled(i) for m in corpus.messages() for i in range(2)]"
FLOOR = """options = pyarrow.csv.ConvertOptions(column_types={{c: pyarrow.string() for c in {columns!r}}})
table = pyarrow.csv.read_csv({path!r}, convert_options=options)"""


PHONES = """
import phonenumbers
from phonenumbers import carrier, geocoder
raws = sorted({{line.split(",")[1] for line in open({path!r}, encoding="utf-8")}})
"""

ONE_BY_ONE = """for raw in raws:
    try:
        number = phonenumbers.parse(raw, "CN")
    except phonenumbers.NumberParseException:
        continue
    phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    phonenumbers.is_valid_number(number)
    phonenumbers.number_type(number)
    carrier.name_for_number(number, "zh")
    geocoder.description_for_number(number, "zh")"""


def cpu(command: list[str], **extra: str) -> float:
    """CPU seconds of a command and its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=ROOT, env={**ENVIRONMENT, **extra})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def inner(body: str, setup: str = "import analyzer.rules", first: bool = False) -> float:
    """CPU seconds of a piece of code in a fresh process, its imports and `setup` left out; or the `first` number it prints."""
    code = WORK.format(body=body, setup=setup)
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=ROOT, env=ENVIRONMENT
    )
    return float(done.stdout.split()[0 if first else -1])


def interleaved(*cases) -> list[float]:
    """Median of each case over the rounds, the cases taken in turn."""
    rounds = [[case() for case in cases] for _ in range(ROUNDS)]
    return [statistics.median(column) for column in zip(*rounds, strict=True)]


def headings(path: str) -> list[str]:
    """Columns of a table."""
    with Path(path).open(encoding="utf-8") as file:
        return file.readline().strip().split(",")


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def main() -> None:
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        small = str(csv_table(Path(folder) / "small.csv", 100_000))
        floor = FLOOR.format(path=small, columns=headings(small))
        work = f"from analyzer import pipeline\n{LINE.format(path=small)}"
        ours, theirs = interleaved(
            lambda: cpu(python(work)), lambda: cpu(python(f"import pyarrow, pyarrow.csv\n{floor}"))
        )
        rows.append(
            (
                "100,000 rows of CSV: read, numbers, findings ÷ `pyarrow.csv` reading the file, start-up on both sides",
                ours,
                theirs,
                "6",
            )
        )
        for n in (100_000, 1_000_000):
            path = small if n == 100_000 else str(csv_table(Path(folder) / "large.csv", n))
            code = LINE.format(path=path), FLOOR.format(path=path, columns=headings(path))
            ours, theirs = interleaved(*(lambda c=c: inner(c) for c in code))
            rows.append((f"{n:,} rows, imports left out on both sides", ours, theirs, "–"))
        counted, callers, theirs = interleaved(
            lambda: inner(COUNTED, COUNT.format(path=path)),
            lambda: inner(CALLERS, COUNT.format(path=path)),
            lambda: inner(code[1]),
        )
        rows.append(("1,000,000 events: numbers and findings ÷ `pyarrow.csv` reading the file", counted, theirs, "4"))
        rows.append(("the same with messages sorted, templates and campaigns", callers, theirs, "40"))
        setup = EVENTS.format(path=small) + WINDOWS.format()
        ours, theirs = interleaved(lambda: inner(OURS, setup), lambda: inner(ROLLING, setup))
        rows.append(
            ("pandas `groupby.rolling` ÷ our sliding windows of 24 hours, 100,000 events", theirs, ours, "10 or more")
        )
        for what, source in (("ordinary", ORDINARY), ("the whole corpus, half of it harmful", DENSE)):
            setup = TEXTS.format(source=source)
            took, plain = interleaved(
                lambda s=setup: inner("kinds(texts); flags(texts)", s),
                lambda s=setup: inner("[text.casefold() for text in texts]", s),
            )
            number = int(inner("print(len(texts), end=' ')", setup, first=True))
            rows.append(
                (
                    f"kinds and flags of {number:,} messages, {what} ({number / took:,.0f} a second)",
                    took,
                    plain,
                    "20,000/s",
                )
            )
        spellings = PHONES.format(path=small)
        ours, theirs = interleaved(
            lambda: inner("phone.identify(raws)", spellings + "phone.identify(raws)"),
            lambda: inner(ONE_BY_ONE, spellings),
        )
        rows.append(
            ("distinct phone numbers one by one with phonenumbers ÷ `phone.identify`, warm", theirs, ours, "(15 later)")
        )
        help_, bare = interleaved(
            lambda: cpu([sys.executable, "-m", "analyzer", "--help"]), lambda: cpu(python("pass"))
        )
        rows.append(("`analyze --help` (seconds) and bare Python", help_, bare, "0.15 s"))
        target = str(Path(folder) / "out")
        run = [sys.executable, "-m", "analyzer", "sample_data/export.csv", "-o", target, "--force", "--quiet"]
        full, imports = interleaved(
            lambda: cpu(run), lambda: cpu(python("import pandas, matplotlib.figure, matplotlib.backends.backend_agg"))
        )
        rows.append(
            ("`analyze sample_data/export.csv`, everything ÷ importing pandas and matplotlib", full, imports, "4")
        )
    page = report(rows) + joined()
    print(page)
    if "--print" not in sys.argv:
        (ROOT / "docs" / "performance.md").write_text(page, encoding="utf-8")


MEASURE = "import json; from benchmarks.{0} import measure; print(json.dumps(measure({1})))"


def joined() -> str:
    """Templates and campaigns on data whose truth is known, each in a fresh process of one thread."""
    import json

    def run(module: str, size: int) -> dict[str, float]:
        done = subprocess.run(
            python(MEASURE.format(module, size)), check=True, capture_output=True, text=True, cwd=ROOT,
            env={**ENVIRONMENT, "OMP_NUM_THREADS": "1", "ARROW_NUM_THREADS": "1"},
        )  # fmt: skip
        return json.loads(done.stdout)

    lines = [
        "",
        "## Templates and campaigns",
        "",
        "Invented data whose groups are known (`benchmarks/message_templates.py`, `benchmarks/campaign_cases.py`): pairs of messages",
        "or numbers that are rightly together. Goals at 100,000 messages: precision .9995, recall .97, 25,000 messages a second;",
        "at a million events: at most 25 times `pyarrow.csv` reading the file. Memory is what the peak adds.",
        "",
        "| what | pair precision | pair recall | CPU s | |",
        "|---|---|---|---|---|",
    ]
    for size in (100_000, 1_000_000):
        got = run("message_templates", size)
        lines.append(
            f"| templates of {got['messages']:,} messages | {got['precision']:.4f} | {got['recall']:.4f} | {got['seconds']:.2f} | "
            f"{got['per_second']:,.0f} messages a second, {got['mb']:,.0f} MB |"
        )
    for size in (100_000, 1_000_000):
        got = run("campaign_cases", size)
        lines.append(
            f"| templates and campaigns of {got['events']:,} events, {got['numbers']:,} numbers | {got['precision']:.4f} | {got['recall']:.4f} | "
            f"{got['templates']:.2f} + {got['join']:.2f} | {got['ratio']:.1f} times `pyarrow.csv`, {got['mb']:,.0f} MB; "
            f"{got['campaigns']} campaigns of {got['true']} |"
        )
    return "\n".join(lines) + "\n"


def report(rows: list[tuple[str, float, float, str]]) -> str:
    """The results as a page."""
    from importlib.metadata import version

    names = ("pandas", "pyarrow", "numpy", "matplotlib")
    lines = [
        "# Performance",
        "",
        f"Written by `python -m benchmarks`. CPU seconds, median of {ROUNDS} interleaved rounds, fresh processes. Ratios are what counts; seconds depend on the machine.",
        f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores; "
        + ", ".join(f"{n} {version(n)}" for n in names)
        + ".",
        "",
        "| what | CPU s | yardstick CPU s | ratio | goal |",
        "|---|---|---|---|---|",
    ]
    lines += [f"| {what} | {a:.3f} | {b:.3f} | {a / b:.1f} | {goal} |" for what, a, b, goal in rows]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
