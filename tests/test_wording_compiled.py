"""What compiling a lexicon adds to its patterns: pieces that find candidates, and the characters with which a match can begin."""

from __future__ import annotations

import re

from training.corpus import messages
from training.lexicons import built, clauses, exact, parsed, quick


def test_an_optional_piece_stays_part_of_its_word():
    assert clauses(parsed("借了?的?钱")) == [frozenset({"借钱", "借了钱", "借的钱", "借了的钱"})]


def test_digits_are_one_character_to_the_candidates():
    assert exact(parsed("1[0-9]{10}")) == {"0" * 11}
    assert exact(parsed("[0-9]{2,3}折")) == {"00折", "000折"}


def test_a_quick_pattern_begins_with_the_characters_a_match_can_have():
    assert quick("还[钱款]|欠款|逾期|拖欠") == "(?=[拖欠还逾])(?:还[钱款]|欠款|逾期|拖欠)"
    assert quick("(?<!不)还?[钱款]|欠|逾") == "(?=[欠款还逾钱])(?:(?<!不)还?[钱款]|欠|逾)"


def test_a_pattern_that_can_begin_with_anything_stays():
    for pattern in ("[^。]{0,3}款|欠|逾|拖", ".钱|欠|逾|拖", "还?|欠|逾|拖", "[一-龥]{2}贷|欠|逾|拖"):
        assert quick(pattern) == pattern


def test_quick_patterns_find_the_same_places():
    texts = [row.text for row in messages("corpus", "zh")][::40]
    for entry in built("zh")["entries"]:
        plain = re.sub(r"^\(\?=\[(?:\\.|[^\]\\])+\]\)", "", entry["pattern"])
        for text in texts:
            assert [m.span() for m in re.finditer(entry["pattern"], text)] == [
                m.span() for m in re.finditer(plain, text)
            ]
