"""What everything costs that a run writes: charts, workbooks, letters, the page."""

from benchmarks.measuring import Bench, Benchmark, Row, analyze, medians, python, run

EVENTS, PRESSING = 100_000, 50
CASE = ("sample_data/export.csv", "sample_data/workplace_phone.csv", "--case", "sample_data/case.toml")


def measure(bench: Bench) -> list[Row]:
    target, busy = bench.folder / "papers", bench.folder / "busy.csv"
    once = ("-o", target, "--force", "--quiet")
    cpu, wall, imports = medians(
        lambda: run(analyze(*CASE, *once)).cpu,
        lambda: run(analyze(*CASE, *once)).wall,
        lambda: run(python("import pandas, matplotlib.figure, matplotlib.backends.backend_agg")).cpu,
    )
    # In a process of its own: what this one has ever held would count as the peak of those it starts.
    run(python(f"from benchmarks.busy_years import csv_table\nfrom pathlib import Path\ncsv_table(Path({str(busy)!r}), {EVENTS}, {PRESSING})"))  # fmt: skip
    took = run(analyze(busy, *once))
    many = f"{EVENTS:,} events, {PRESSING} numbers that press, one run"
    return [
        Row("the sample with case file and every letter ÷ importing pandas and matplotlib", cpu, imports),
        Row("the same, elapsed", wall, at_most=5, unit="s"),
        Row(f"{many}: elapsed", took.wall, at_most=20, unit="s", note=f"{took.cpu:.1f} CPU s"),
        Row(f"{many}: peak memory", took.mb, at_most=600, unit="MB"),
    ]


PAPERS = Benchmark("papers", "Everything that a run writes", measure)
