"""The figures of a writer's messages can be had without showing one of them."""

from __future__ import annotations

from training import __main__, score
from training.corpus import Message


def _message(text: str, flags: set[str], kind: str = "debt_pressure") -> Message:
    return Message(kind, frozenset(flags), frozenset(), text, "zh", "zh/q", 2)


def test_figures_show_no_message(monkeypatch, capsys):
    rows = [
        _message("今晚不还钱打断你的腿", {"violence_threat", "no_identity"}),
        _message("你慢慢想想那条巷子，清欠的", {"violence_threat"}),
        _message("妈我到家了", set(), "personal"),
    ]
    monkeypatch.setattr(score, "messages", lambda which, language: rows)
    monkeypatch.setattr("training.lexicons.write", list)
    shown = {}
    for option in ([], ["--figures"]):
        assert __main__.main(["flags", "--lang", "zh", "--author", "q", *option]) == 0
        shown[bool(option)] = capsys.readouterr().out
    assert rows[1].text in shown[False]
    assert not any(row.text in shown[True] for row in rows) and "zh-limbs: 1, 0" in shown[True]
    figures = shown[True].splitlines()[1:]
    assert shown[False].splitlines()[1 : len(figures) + 1] == figures
    assert "| violence_threat | 2 | 1.000 | 0.500 | 0 | 1 | 0 | 0 |" in figures
