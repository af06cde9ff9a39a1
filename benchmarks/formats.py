"""Large exports of each family of formats, from the file to the events table: CPU against a plain read, and peak memory."""

from collections.abc import Callable
from pathlib import Path

from benchmarks import formats_files
from benchmarks.measuring import Bench, Benchmark, Row, arrow_read, inner, interleaved, medians, printed

ABOUT = """An export read into the events table (`analyzer.read`), imports left out on both sides, against the fastest plain read of the same file:
expat without handlers, `pyarrow.csv`, all rows of a table by one cursor, calamine's rows, msgspec (json, where that is not installed).
Peak memory is that of a fresh process, interpreter and libraries (about 110 MB) included; it may be 150 MB and twice the events' own
size, which is the bytes of the events table as Arrow holds it."""

EXPAT = """from xml.parsers import expat
with open({path!r}, "rb") as file:
    expat.ParserCreate().ParseFile(file)"""
CURSOR = "import sqlite3\nrows = sqlite3.connect({path!r}).execute('SELECT * FROM {table}').fetchall()"
CALAMINE = "import python_calamine\nrows = python_calamine.CalamineWorkbook.from_path({path!r}).get_sheet_by_index(0).to_python()"
DECODED = """from pathlib import Path
try:
    from msgspec.json import decode
except ImportError:
    from json import loads as decode
rows = decode(Path({path!r}).read_bytes())"""
LENIENT = """options = pyarrow.csv.ParseOptions(invalid_row_handler=lambda row: "skip")
table = pyarrow.csv.read_csv({path!r}, parse_options=options)"""
WIDE = "table = pyarrow.csv.read_csv({path!r}, read_options=pyarrow.csv.ReadOptions(encoding='gb18030'))"

PEAK = """from benchmarks.memory import own_peak
import pyarrow
import analyzer
events = analyzer.read({path!r}).events
peak = own_peak()
print(peak, pyarrow.Table.from_pandas(events, preserve_index=False).nbytes / 2**20)"""

FIXED, TIMES = 150, 2
"""Megabytes, and times the events' own size, that reading may take."""


def measure(bench: Bench) -> list[Row]:
    small, large, folder = bench.table(100_000), bench.table(1_000_000), bench.folder
    cases: list[tuple[str, Path, str, float | None, bool]] = [
        ("100 MB of XML by SMS Backup & Restore", formats_files.sms_xml(folder / "sms.xml", large), EXPAT, 3, True),
        ("1,000,000 rows of CSV", large, arrow_read(large), 3, True),
        ("the same, one row in 10,000 malformed", formats_files.with_odd_rows(folder / "odd.csv", large), LENIENT, None, True),
        ("the same in GB18030", bench.table(1_000_000, "gb18030"), WIDE, 3, True),
        ("1,000,000 rows of `calllog.db`", formats_files.call_database(folder / "calllog.db", large), CURSOR, 3, True),
        ("1,000,000 rows of `mmssms.db`", formats_files.message_database(folder / "mmssms.db", large), CURSOR, 3, True),
        ("a workbook of 100,000 rows", formats_files.workbook(folder / "book.xlsx", small), CALAMINE, 2, False),
        ("100,000 messages of JSON by QUIK", formats_files.quik_json(folder / "quik.json", small), DECODED, 3, False),
    ]  # fmt: skip
    rows = []
    chinese = bench.table(1_000_000, "gb18030")
    for what, path, plain, most, weighed in cases:
        plain = (
            plain.format(path=str(path), table="calls" if path.name == "calllog.db" else "sms")
            if path != large
            else plain
        )
        ours, theirs = medians(lambda p=path: inner(f"pipeline.read([{str(p)!r}])"), lambda p=plain: inner(p))
        rows.append(Row(what, ours, theirs, at_most=most))
        if path == chinese:
            both = medians(*(lambda p=p: inner(f"pipeline.read([{str(p)!r}])") for p in (chinese, large)))
            rows.append(Row("the same in GB18030 ÷ in UTF-8, both read by this program", *both, at_most=1.8))
        if weighed:
            peak, events = _weighed(lambda p=path: printed(PEAK.format(path=str(p))))
            allowed = FIXED + TIMES * events
            rows.append(
                Row(f"{what}: peak memory", peak, allowed, at_most=1, unit="MB", note=f"{events:,.0f} MB of events")
            )
    what = "100 tables of 1,000 rows, one after another ÷ one table of 100,000 rows"
    many = [formats_files.part(folder / f"part-{i}.csv", small, i * 1000, 1000) for i in range(100)]
    each = f"for path in {list(map(str, many))!r}:\n    pipeline.read([path])"
    rows.append(Row(what, *medians(lambda: inner(each), lambda: inner(f"pipeline.read([{str(small)!r}])"))))
    return rows


def _weighed(case: Callable[[], str]) -> tuple[float, float]:
    """The highest peak of three processes, and the size of the events."""
    (taken,) = interleaved(case, rounds=3)
    figures = [tuple(map(float, text.split())) for text in taken]
    return max(peak for peak, _ in figures), figures[0][1]


FORMATS = Benchmark("formats", "Large exports of other kinds", measure, ABOUT)
