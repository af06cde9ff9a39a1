"""Texts that differ only in long numbers are looked at once: what is said of each is what would be said of it alone."""

import re

import pyarrow as pa
from tables import events_of, row

from analyzer.messages import _levelled, classify
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


def test_levelled_texts_keep_every_place():
    """Long numbers keep their first two digits and their length; texts that begin or end with digits are told apart."""
    texts = ["", "123456", "9876543210元", "短12345", "码1234567x7654321", "", "000000001", "77", "888888"]
    for kind in (pa.string(), pa.large_string()):
        told = _levelled(pa.array(["1234567", *texts], kind).slice(1))
        assert told.to_pylist() == [
            re.sub("[0-9]{6,}", lambda found: found[0][:2] + "0" * (len(found[0]) - 2), text) for text in texts
        ]


def test_a_name_in_brackets_keeps_its_own_digits():
    rows = [
        row(f"2026-03-02 10:00:0{i}", "13912345678", "sms", body=body)
        for i, body in enumerate(["【店1234567】到了", "【店7654321】到了", "【店123】到了1234567", "到了"])
    ]
    assert classify(events_of(rows), Settings())["signature"].tolist() == ["店1234567", "店7654321", "店123", ""]
