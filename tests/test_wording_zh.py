"""The Chinese lexicon on messages written for it: each flag exactly as labelled, and no entry that takes long."""

from __future__ import annotations

import csv
import time
from pathlib import Path

from analyzer.wording.flags import flags
from training.lexicons import lexicon_of

SAMPLES = Path(__file__).parent / "samples_wording" / "zh.csv"


def _samples() -> list[dict[str, str]]:
    with SAMPLES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_sample_has_its_flags_and_no_other():
    rows = _samples()
    table = flags([row["text"] for row in rows], lexicon_of("zh"))
    got = [set(table.loc[table["text"] == number, "flag"]) for number in range(len(rows))]
    assert [
        (row["text"], sorted(have)) for row, have in zip(rows, got, strict=True) if have != set(row["flags"].split())
    ] == []


def test_many_samples_are_hard_negatives():
    rows = _samples()
    assert len(rows) >= 150 and sum(bool(row["hard"]) for row in rows) >= 70


def test_hostile_texts_take_no_time():
    lexicon = lexicon_of("zh")
    texts = ["你" * 5_000, "还款" * 2_500, "通知你" * 1_600, "他欠你妈的钱" * 800, "转给我的" * 1_200, "0" * 5_000]
    begin = time.process_time()
    flags(texts, lexicon)
    assert time.process_time() - begin < 20
