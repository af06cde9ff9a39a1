"""Kinds and flags read together say what each says by itself, and what finds candidates quickly loses none."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from analyzer.wording import flags as flags_module
from analyzer.wording.flags import flags
from analyzer.wording.grams import grams, longest_bucket
from analyzer.wording.kinds import kinds
from analyzer.wording.lexicon import lexicon
from analyzer.wording.plain import plain_codes, plain_texts
from analyzer.wording.reading import read
from analyzer.wording.words import Words
from training.corpus import messages
from training.sieves import sieve


@pytest.fixture(scope="module")
def texts() -> list[str]:
    return [row.filled() for row in messages()][::13]


def test_read_together_as_by_themselves(texts):
    together, found = read(texts)
    alone = kinds(texts)
    assert (together.code == alone.code).all() and (together.p == alone.p).all()
    assert found.equals(flags(texts)) and len(found) > 100


def test_nothing_to_read():
    together, found = read([])
    assert len(together.code) == 0 and found.empty


def test_flags_do_not_depend_on_how_many_wait(texts, monkeypatch):
    whole = flags(texts)
    monkeypatch.setattr("analyzer.wording.grams.TEXTS_AT_A_TIME", 50)
    monkeypatch.setattr(flags_module, "TEXTS_AT_A_TIME", 120)
    monkeypatch.setattr(flags_module, "WORTH_A_SIEVE", 2)
    assert flags(texts).equals(whole)


def test_sieves_lose_nothing(texts):
    every = lexicon()
    column = pa.array(plain_texts(texts))
    for entry in every.entries:
        passed = pc.match_substring_regex(column, entry.sieve).to_pylist()
        for text, kept in zip(column.to_pylist(), passed, strict=True):
            assert kept or not re.search(entry.pattern, text), (entry.id, text)
    without = replace(every, entries=tuple(replace(entry, sieve="", clues=()) for entry in every.entries))
    assert flags(texts[::9], without).equals(flags(texts[::9]))


@pytest.mark.parametrize(
    ("pattern", "wide"),
    [
        ("(?<!不)欠[^。]{0,8}[款钱]{2}(?=你)", "欠[^。]*[款钱][款钱]"),
        (r"\bpay(?: me)? \w{1,5}", r"pay(?:\ me)?\ ..*"),
        ("a{0,3}[^a-c]x|y?", "(?:a*[^a-c]x|y?)"),
        ("[^你]{0,6}欠(?:了|的)?$", "欠"),
    ],
)
def test_sieve(pattern, wide):
    assert sieve(pattern) == wide


@pytest.mark.parametrize("word", ["loans", "y fam", "overdue debt", "欠款", "逾期了吗", "a", "abc欠款", "00000"])
def test_the_bucket_of_a_word_is_in_every_text_that_holds_it(word):
    for text in (word, f"x{word}y", f"你{word}你", f"{word} z", f"!{word}"):
        assert longest_bucket(word) in grams(plain_codes([text]), longer=True)[1].tolist()


def test_words_of_one_bucket_and_of_several():
    words = Words.of([[(5,), (7, 9)], [(7, 9, 11)], [(5,)], []])
    text, bucket = np.array([0, 1, 1, 2, 2, 2, 3], np.uint32), np.array([5, 7, 9, 11, 9, 7, 9], np.uint32)
    assert words.held(text, bucket, 4).tolist() == [
        [True, True, True, False],
        [False, False, True, False],
        [True, False, False, False],
        [False] * 4,
    ]
