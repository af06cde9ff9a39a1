"""Syllables in letters, characters taken apart and homophones become the word that is meant, and are shown as they stood."""

from __future__ import annotations

import pytest

from analyzer.wording.disguises import APART, HOMOPHONES, SYLLABLES
from analyzer.wording.flags import flags
from analyzer.wording.plain import plain, plain_texts


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("fa院传piao已寄出，起su立an成功", "法院传票已寄出,起诉立案成功"),
        ("贴你zhao片，骗zi一个", "贴你照片,骗子一个"),
        ("爆 tong 讯录，欠zhai不还", "爆通讯录,欠债不还"),
        ("cuishou的人到了", "催收的人到了"),
        ("亻尔的钅戋，马扁人", "你的钱,骗人"),
        ("转帐到我的帐户，加徽信", "转账到我的账户,加微信"),
        (
            "威信、每月退款、口袋款、耳环款、小型事故、一句留言、做牢固、一座牢房、收帐篷、支付保证金、男女也在、app还款、wifi密码",
            "威信、每月退款、口袋款、耳环款、小型事故、一句留言、做牢固、一座牢房、收帐篷、支付保证金、男女也在、app还款、wifi密码",
        ),
        ("huan on a boat, fa la la", "huan on a boat, fa la la"),
        ("fa", "fa"),
        ("你zhaopian", "你照片"),
    ],
)
def test_what_is_meant(text, form):
    assert plain(text).text == form
    assert plain_texts(["还", text, "fa院"])[1] == form


def test_shown_as_it_stood():
    text = "再不还款，cuishou的人明天贴你zhao片，亻尔等着"
    found = plain(text)
    for word, stood in {"催收": "cuishou", "照片": "zhao片", "你等": "亻尔等"}.items():
        at = found.text.index(word)
        begin, end = found.span(at, at + len(word))
        assert text[begin:end] == stood
    table = flags(["明天把亻尔的zhao片贴满小区，欠zhai不还"])
    assert "reputation_threat" in set(table["flag"])
    assert ((table["end"] - table["start"]) > 0).all()


def test_no_table_undoes_another_word_twice():
    heads = [word[:2] for word in [*APART.split(), *HOMOPHONES.split()]]
    assert len(set(heads)) == len(heads)
    assert all(len(word) in (3, 4) for word in [*APART.split(), *HOMOPHONES.split()])
    meant = [word[2:] for word in HOMOPHONES.split()]
    assert not set(meant) & set(heads)
    lines = [line.split() for line in SYLLABLES.strip().replace("\n", "|").split("|")]
    assert all(len(line) == 3 and len(line[0]) == 2 and (line[1] + line[2]).isascii() for line in lines)
    assert plain_texts([word[2:] for word in HOMOPHONES.split()]) == meant
