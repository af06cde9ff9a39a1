"""Lexicons: each entry does what its examples say, places are shown in the text as it stood, nothing takes long."""

import json
import time

import pytest

from analyzer.wording import FLAGS
from analyzer.wording.flags import FLAG_COLUMNS, flags
from analyzer.wording.lexicon import FOLDER, LANGUAGES, lexicon
from training import lexicons

EXAMPLES = {language: lexicons.examples(language) for language in LANGUAGES}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_entry_fires_and_stays_quiet_as_its_examples_say(language):
    assert lexicons.failures(language) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_compiled_lexicon_says_what_the_toml_says(language):
    """Run ``python -m training lexicon`` when this fails."""
    assert (FOLDER / f"{language}.json").read_text(encoding="utf-8") == lexicons.as_json(lexicons.built(language))


def test_candidates_miss_nothing():
    """The clues by n-grams never drop a text that the entry itself would flag."""
    texts = sorted({text for examples in EXAMPLES.values() for _, text, _ in examples})
    with_clues = flags(texts)
    from dataclasses import replace

    every = lexicon()
    without = replace(every, entries=tuple(replace(entry, clues=()) for entry in every.entries))
    assert flags(texts, without).equals(with_clues)


def test_table():
    texts = ["妈我到家了", "再不還錢就打斷你的腿，http://t.example/a", "", "再不还钱就打*断*你的腿"]
    table = flags(texts)
    assert tuple(table.columns) == FLAG_COLUMNS
    threats = table[table["flag"] == "violence_threat"]
    assert set(threats["text"]) == {1, 3}
    shown = {texts[row.text][row.start : row.end] for row in threats.itertuples()}
    assert any("打斷" in text for text in shown) and any("打*断" in text for text in shown)
    assert table["text"].is_monotonic_increasing
    assert flags([]).empty and tuple(flags([]).columns) == FLAG_COLUMNS


def test_flags_of_a_text_do_not_depend_on_its_company():
    texts = [text for examples in EXAMPLES.values() for _, text, _ in examples][:120]
    together = flags(texts)
    for at in range(0, len(texts), 17):
        alone = flags([texts[at]])
        here = together[together["text"] == at].drop(columns="text").reset_index(drop=True)
        assert alone.drop(columns="text").equals(here)


def test_places_lie_inside_the_texts():
    texts = [text for examples in EXAMPLES.values() for _, text, _ in examples]
    for row in flags(texts).itertuples():
        assert 0 <= row.start < row.end <= len(texts[row.text])


def test_every_flag_has_entries_in_both_languages():
    for language in LANGUAGES:
        entries = json.loads((FOLDER / f"{language}.json").read_text(encoding="utf-8"))["entries"]
        assert {entry["flag"] for entry in entries} == set(FLAGS), language


@pytest.mark.parametrize("bad", ['".*"', '"(?:ab+)"', '"(a{0,20}b){0,20}"', '"("', '"a{0,99}"', '"请您儘快"', '"(a)\\\\1"', '"{nobody}"', '"a?"'])  # fmt: skip
def test_patterns_that_could_take_long_or_never_match_are_refused(bad):
    source = (
        f'[words]\ndebt=["x"]\n[[entry]]\nid="e"\nflag="insult"\npattern={bad}\nsource="s"\nfires=["a"]\nquiet=["b"]\n'
    )
    with pytest.raises(lexicons.LexiconError):
        lexicons.built("zh", source)


@pytest.mark.parametrize("unit", ["a", "欠", "你", " ", "pay ", "call your family ", "逾期", "打", "!", "通知你家人", "break your ", "1", "【"])  # fmt: skip
def test_no_text_takes_long(unit):
    text = (unit * 1_000_000)[:1_000_000]
    flags([unit])
    start = time.process_time()
    flags([text, "x" + text[:3000], text[:777]])
    assert time.process_time() - start < 3
