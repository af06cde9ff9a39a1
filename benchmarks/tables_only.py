"""The whole command with ``--only data``: a large export against `pyarrow.csv` reading it, a small one against importing pandas."""

from benchmarks.measuring import Bench, Benchmark, Row, analyze, arrow_read, python, run, taken

MB = 1024**2

ABOUT = """The command as a person types it: start, reading, numbers, messages, campaigns, rules, then all tables of `data/`, `case.json` and
the manifest. The yardstick is a fresh process that imports pyarrow and reads the same file, every column as text."""


def measure(bench: Bench) -> list[Row]:
    large, small, chinese = bench.table(1_000_000), bench.table(500), bench.table(1_000_000, "gb18030")
    out = bench.folder / "data"
    command = [analyze(path, "-o", out, "--force", "--only", "data", "--json") for path in (large, chinese, small)]
    ours, encoded, little, floor, pandas = taken(*command, python(arrow_read(large)), python("import pandas"))
    what = "`analyze` of 1,000,000 rows, `--only data --json` ÷ `pyarrow.csv` reading the file"
    most = 300 + 1.5 * large.stat().st_size / MB
    rows = [
        Row(what, ours.cpu, floor.cpu, at_most=2.5),
        Row(f"{what}, wall time", ours.wall, floor.wall, at_most=3.5, unit="s"),
        Row("peak memory of it, against 300 MB and one and a half times the file", ours.mb, most, at_most=1, unit="MB"),
        Row("the same table in GB18030 ÷ in UTF-8", encoded.cpu, ours.cpu, at_most=1.8),
        Row("`analyze` of 500 rows, `--only data --json` ÷ importing pandas", little.cpu, pandas.cpu, at_most=1.3),
    ]
    if bench.large:
        huge = bench.table(10_000_000)
        whole, read = (
            run(analyze(huge, "-o", out, "--force", "--only", "data", "--json")),
            run(python(arrow_read(huge))),
        )
        most = 300 + 1.5 * huge.stat().st_size / MB
        rows += [
            Row("10,000,000 rows, one round", whole.cpu, read.cpu, at_most=2.5),
            Row(
                "peak memory of it, against 300 MB and one and a half times the file",
                whole.mb,
                most,
                at_most=1,
                unit="MB",
            ),
        ]
    return rows


TABLES = Benchmark("data", "Tables only, the whole command", measure, ABOUT)
