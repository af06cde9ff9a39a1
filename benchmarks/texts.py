"""What messages say: kinds and flags."""

from benchmarks.measuring import Bench, Benchmark, Row, inner, medians, printed

TEXTS = """
from training import corpus
from analyzer.wording.flags import flags
from analyzer.wording.kinds import kinds
{source}
"""
WARM = TEXTS + "kinds(texts); flags(texts)\n"
ORDINARY = (
    "texts = [m.filled(i) for m in corpus.messages() if m.kind in ('personal', 'code', 'notice') for i in range(4)]"
)
DENSE = "texts = [m.filled(i) for m in corpus.messages() for i in range(2)]"


def measure(bench: Bench) -> list[Row]:
    rows = []
    for what, source in (("ordinary", ORDINARY), ("the whole corpus, half of it harmful", DENSE)):
        setup = WARM.format(source=source)
        (took,) = medians(lambda s=setup: inner("kinds(texts); flags(texts)", s))
        number = int(printed(TEXTS.format(source=source) + "print(len(texts))"))
        rows.append(
            Row(
                f"kinds and flags of {number:,} messages, {what}",
                number / took,
                at_least=20_000,
                unit="messages a CPU second",
            )
        )
    return rows


WORDED = Benchmark("messages", "What messages say", measure)
