"""Charts: CPU seconds of each, drawn and encoded as PNG and SVG."""

import json
import statistics
from collections.abc import Sequence

from benchmarks.measuring import ROOT, ROUNDS, Bench, Benchmark, Row, printed

LARGE = 100_000

DRAW = """
import json, time
from pathlib import Path
from analyzer import pipeline
from analyzer.charts import CHARTS
from analyzer.case_file import read_case_file
from analyzer.settings import Settings
from analyzer.writers.pictures import picture
case = pipeline.analyze({paths!r}, Settings(lang="zh", case=read_case_file(Path({case!r}))))
taken = {{}}
for chart in CHARTS:
    start = time.process_time()
    applies = chart.applies(case)
    asked = time.process_time() - start
    if not applies:
        continue
    subject = None if chart.per == "case" else case.reported.iloc[0].to_dict()
    picture(chart, case, subject)  # letters are taken out of their fonts once
    draws = []
    for _ in range({rounds}):
        start = time.process_time()
        picture(chart, case, subject)
        draws.append(time.process_time() - start)
    taken[chart.name] = [asked, *draws]
print(json.dumps([len(case.events), len(case.reported), taken]))
"""

SAMPLES = ("export.csv", "workplace_phone.csv", "china_mobile_bill_2026-03_to_05.xls")


def measure(bench: Bench) -> Sequence[Row]:
    """A row per chart: the median of its draws, on the sample case and on a generated table."""
    folder = ROOT / "sample_data"
    small = [str(folder / name) for name in SAMPLES]
    rows = []
    for paths in (small, [str(bench.table(LARGE)), small[2]]):
        code = DRAW.format(paths=paths, case=str(folder / "case.toml"), rounds=ROUNDS)
        events, reported, taken = json.loads(printed(code).splitlines()[-1])
        for name, (asked, *draws) in taken.items():
            note = f"{asked:.2f} s to see whether it applies" if asked >= 0.05 else ""
            what = f"{name}, {events:,} events, {reported} reported numbers"
            rows.append(Row(what, statistics.median(draws), at_most=0.35, note=note))
    return rows


PICTURED = Benchmark(
    name="pictures",
    title="Charts",
    measure=measure,
    about=f"CPU seconds of one picture as PNG (200 dpi) and SVG, median of {ROUNDS} draws in one process after a first one, which "
    "takes the letters out of their fonts.",
)
