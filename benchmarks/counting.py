"""Reading a table, numbers and findings, against `pyarrow.csv` reading the same file."""

from pathlib import Path

from benchmarks.measuring import Bench, Benchmark, Row, arrow_read, cpu, inner, medians, python

EVENTS = "import analyzer.rules\nevents = pipeline.read([{path!r}]).events\nsmall = events.head(1000)\n"
COUNT = EVENTS + "pipeline.summarize(small); pipeline.detect(small)"
COUNTED = "pipeline.summarize(events); pipeline.detect(events)"
CALLERS = """numbers, messages = pipeline.summarize(events), pipeline.classify(events)
together = pipeline.campaigns(events, messages, numbers)
pipeline.detect(events, None, (), None, messages, together)"""


def line(path: Path) -> str:
    """Python that reads, summarizes and detects."""
    return f"what = pipeline.read([{str(path)!r}])\npipeline.summarize(what.events)\npipeline.detect(what.events)"


def measure(bench: Bench) -> list[Row]:
    small, large = bench.table(100_000), bench.table(1_000_000)
    work = f"from analyzer import pipeline\n{line(small)}"
    ours, theirs = medians(lambda: cpu(python(work)), lambda: cpu(python(arrow_read(small))))
    what = "100,000 rows of CSV: read, numbers, findings ÷ `pyarrow.csv` reading the file, start-up on both sides"
    rows = [Row(what, ours, theirs, at_most=6)]
    for n, path in ((100_000, small), (1_000_000, large)):
        code = line(path), arrow_read(path)
        ours, theirs = medians(*(lambda c=c: inner(c) for c in code))
        rows.append(Row(f"{n:,} rows: the same, imports left out on both sides", ours, theirs))
    setup = COUNT.format(path=str(large))
    counted, callers, theirs = medians(
        lambda: inner(COUNTED, setup), lambda: inner(CALLERS, setup), lambda: inner(arrow_read(large))
    )
    rows.append(
        Row("1,000,000 events: numbers and findings ÷ `pyarrow.csv` reading the file", counted, theirs, at_most=4)
    )
    rows.append(Row("the same with messages sorted, templates and campaigns", callers, theirs, at_most=40))
    return rows


COUNTING = Benchmark("findings", "Reading, numbers, findings", measure)
