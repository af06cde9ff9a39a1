"""Texts that differ only in long numbers are looked at once: what is said of each is what would be said of it alone."""

from tables import events_of, row

from analyzer.messages import classify
from analyzer.settings import Settings
from analyzer.wording import KINDS
from analyzer.wording.flags import flags
from analyzer.wording.kinds import kinds
from training import corpus


def test_long_numbers_make_no_other_wording():
    """What is said of a text does not depend on the digits of its order numbers, telephones and codes; places stay."""
    texts = [m.filled() for m in corpus.messages()][::7]
    rows = [row("2026-03-02 10:00:00", f"139{i:08}", "sms", body=text) for i, text in enumerate(texts)]
    events = events_of(rows)
    table = classify(events, Settings())
    bodies = events["body"].tolist()
    direct = flags(bodies)
    alone = direct.groupby("text").size().reindex(range(len(bodies)), fill_value=0)
    assert [len(spans.split()) for spans in table["spans"]] == alone.tolist()
    assert table["message_kind"][table["kind_by"] == "model"].tolist() == [
        KINDS[code] for code, by in zip(kinds(bodies).code, table["kind_by"], strict=True) if by == "model"
    ]
