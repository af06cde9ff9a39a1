"""The English lexicon: the regression list, and conditions on the text as it stood."""

from __future__ import annotations

import csv
import time
from pathlib import Path

from analyzer.wording.flags import flags
from training.lexicons import lexicon_of

SAMPLES = Path(__file__).parent / "samples_wording" / "en.csv"

NAMED = """
[[entry]]
id = "x"
flag = "no_identity"
pattern = "overdue"
first = true
unless = [{asis = "- [A-Z][a-z]{1,20}$"}]
source = "word rule of this program"
fires = ["overdue"]
quiet = ["overdue - Acme"]
"""


def test_a_condition_on_the_text_as_it_stood_sees_capital_letters():
    entries = lexicon_of("en", NAMED)
    found = flags(["rent is overdue - acme", "rent is overdue - Acme", "OVERDUE"], entries)
    assert list(found["text"]) == [0, 2]


def _samples() -> list[dict[str, str]]:
    with SAMPLES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_sample_has_its_flags_and_no_other():
    rows = _samples()
    table = flags([row["text"] for row in rows], lexicon_of("en"))
    got = [set(table.loc[table["text"] == number, "flag"]) for number in range(len(rows))]
    assert [
        (row["text"], sorted(have)) for row, have in zip(rows, got, strict=True) if have != set(row["flags"].split())
    ] == []


def test_many_samples_must_stay_without_flags():
    rows = _samples()
    assert len(rows) >= 150 and sum(not row["flags"] for row in rows) * 2 >= len(rows)


def test_hostile_texts_take_no_time():
    texts = [
        (piece * 5_000)[:5_000]
        for piece in (
            "pay ",
            "your loan ",
            "we will tell your ",
            "you are a ",
            "photo ",
            "police ",
            "send to my ",
            "a",
            "1 ",
        )
    ]
    begin = time.process_time()
    flags(texts, lexicon_of("en"))
    assert time.process_time() - begin < 20
