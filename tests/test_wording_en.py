"""The English lexicon: the regression list, and conditions on the text as it stood."""

from __future__ import annotations

from training.lexicons import lexicon_of

from analyzer.wording.flags import flags

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
