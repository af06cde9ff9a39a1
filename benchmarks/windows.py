"""Our sliding windows against those of pandas."""

from benchmarks.counting import EVENTS
from benchmarks.measuring import Bench, Benchmark, Row, inner, medians

WINDOWS = """from analyzer import clock
from analyzer.numbers import EventView, group_by_number
groups, owners, _ = group_by_number(events)
view = EventView(events, groups, len(owners))
frame = pandas.DataFrame({"group": view.group, "at": pandas.to_datetime(view.t, unit="s"), "one": 1.0}).set_index("at")
"""


def measure(bench: Bench) -> list[Row]:
    setup = EVENTS.format(path=str(bench.table(100_000))) + WINDOWS
    ours, theirs = medians(
        lambda: inner("clock.window_counts(view.group, view.t, 86_400)", setup),
        lambda: inner("frame.groupby('group').rolling('86400s')['one'].sum()", setup),
    )
    return [
        Row("pandas `groupby.rolling` ÷ our sliding windows of 24 hours, 100,000 events", theirs, ours, at_least=10)
    ]


WINDOWED = Benchmark("windows", "Sliding windows", measure)
