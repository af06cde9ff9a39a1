"""What a start costs: help, and the sample with everything."""

import sys

from benchmarks.measuring import Bench, Benchmark, Row, analyze, cpu, medians, python

BARE = python("pass")


def measure(bench: Bench) -> list[Row]:
    target = bench.folder / "out"
    helped, bare, full, imports = medians(
        lambda: cpu(analyze("--help")),
        lambda: cpu(BARE),
        lambda: cpu(analyze("sample_data/export.csv", "-o", target, "--force", "--quiet")),
        lambda: cpu([sys.executable, "-c", "import pandas, matplotlib.figure, matplotlib.backends.backend_agg"]),
    )
    return [
        Row("`analyze --help`, less bare Python", helped - bare, at_most=0.06),
        Row("`analyze sample_data/export.csv`, everything ÷ importing pandas and matplotlib", full, imports, at_most=3),
    ]


STARTED = Benchmark("start", "Starting, and the sample", measure)
