"""Templates and campaigns on data whose truth is known, each in a fresh process of one thread."""

import json

from benchmarks.measuring import Bench, Benchmark, printed

MEASURE = "import json; from benchmarks.{0} import measure; print(json.dumps(measure({1})))"

ABOUT = """Invented data whose groups are known (`benchmarks/message_templates.py`, `benchmarks/campaign_cases.py`): pairs of messages
or numbers that are rightly together. Goals at 100,000 messages: precision .9995, recall .97, 25,000 messages a second;
at a million events: at most 25 times `pyarrow.csv` reading the file. Memory is what the peak adds."""


def _measured(module: str, size: int) -> dict[str, float]:
    return json.loads(printed(MEASURE.format(module, size), OMP_NUM_THREADS="1", ARROW_NUM_THREADS="1"))


def measure(bench: Bench) -> str:
    lines = ["| what | pair precision | pair recall | CPU s | |", "|---|---|---|---|---|"]
    for size in (100_000, 1_000_000):
        got = _measured("message_templates", size)
        lines.append(
            f"| templates of {got['messages']:,} messages | {got['precision']:.4f} | {got['recall']:.4f} | {got['seconds']:.2f} | "
            f"{got['per_second']:,.0f} messages a second, {got['mb']:,.0f} MB |"
        )
    for size in (100_000, 1_000_000):
        got = _measured("campaign_cases", size)
        lines.append(
            f"| templates and campaigns of {got['events']:,} events, {got['numbers']:,} numbers | {got['precision']:.4f} | {got['recall']:.4f} | "
            f"{got['templates']:.2f} + {got['join']:.2f} | {got['ratio']:.1f} times `pyarrow.csv`, {got['mb']:,.0f} MB; "
            f"{got['campaigns']} campaigns of {got['true']} |"
        )
    return "\n".join(lines)


JOINED = Benchmark("campaigns", "Templates and campaigns", measure, ABOUT)
