"""Conditions of lexicon entries: distance, side of the place, number of different texts."""

from __future__ import annotations

from analyzer.wording.lexicon import Condition

TEXT = "他说“老赖”是你,限时特价,买一送一"
AT = TEXT.index("老赖"), TEXT.index("老赖") + 2


def test_within_looks_on_both_sides_and_at_the_place_itself():
    assert Condition("他说|是你", 4).holds(TEXT, *AT)
    assert Condition("老赖", 0).holds(TEXT, *AT)
    assert not Condition("特价", 4).holds(TEXT, *AT)


def test_a_side_leaves_out_the_place_and_the_other_side():
    assert Condition("“$", 8, 1, "before").holds(TEXT, *AT)
    assert not Condition("老赖|是你", 8, 1, "before").holds(TEXT, *AT)
    assert Condition("^”是你", 8, 1, "after").holds(TEXT, *AT)
    assert not Condition("他说", 8, 1, "after").holds(TEXT, *AT)


def test_least_counts_different_texts_only():
    assert Condition("限时|特价|买一送一", -1, 3).holds(TEXT, 0, 0)
    assert not Condition("限时|特价|满减", -1, 3).holds(TEXT, 0, 0)
    assert not Condition("限时", -1, 2).holds("限时限时", 0, 0)


def test_conditions_of_entries_are_read_from_a_lexicon():
    from training.lexicons import lexicon_of

    source = """
[[entry]]
id = "zh-x"
flag = "insult"
pattern = "老赖"
needs = [{pattern = "还钱|欠", least = 2}]
unless = [{pattern = "“$", before = 1}]
source = "word rule of this program"
fires = ["老赖,欠的还钱"]
quiet = ["“老赖”欠还钱"]
"""
    entry = lexicon_of("zh", source).entries[0]
    assert entry.places("老赖,欠的还钱") and not entry.places("“老赖”欠还钱") and not entry.places("老赖,欠")


def test_an_entry_with_given_holds_only_beside_another_flag():
    from analyzer.wording.flags import flags
    from training.lexicons import lexicon_of

    source = """
[[entry]]
id = "zh-name"
flag = "insult"
pattern = "人渣"
source = "word rule of this program"
fires = ["人渣"]
quiet = ["好人"]

[[entry]]
id = "zh-nobody"
flag = "no_identity"
pattern = "[^,]{2,9}"
first = true
given = ["insult"]
unless = ["【"]
source = "word rule of this program"
fires = ["你这个人渣"]
quiet = ["你这个好人", "【某某贷】人渣"]
"""
    table = flags(["你这个人渣", "你这个好人", "【某某贷】人渣"], lexicon_of("zh", source))
    assert table[["text", "rule"]].values.tolist() == [[0, "zh-name"], [0, "zh-nobody"], [2, "zh-name"]]
