"""--map: a table whose headings nobody knows is refused with a map to fill in, and read once it is filled in."""

import csv
from pathlib import Path

import pytest

from analyzer import mapping
from analyzer.cli import main

STRANGE = (
    "Wer,Wann,Was,Wie lang\n13911110001,2026-03-01 23:00:00,missed,0\n13911110002,2026-03-02 10:00:00,incoming,12\n"
)


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("strange.csv").write_text(STRANGE, encoding="utf-8")
    return tmp_path


def test_the_error_writes_a_map_with_the_headings_that_were_seen(here, capsys):
    assert main(["strange.csv", "--lang", "en"]) == 2
    said = capsys.readouterr().err
    assert "Wer, Wann, Was, Wie lang" in said and "--map map.toml" in said
    made = Path("map.toml").read_text(encoding="utf-8")
    assert '"Wie lang" = "ignore"' in made
    Path("map.toml").write_text("mine")
    assert main(["strange.csv", "--lang", "en"]) == 2
    assert Path("map.toml").read_text() == "mine" and "--map" not in capsys.readouterr().err


def test_a_filled_in_map_is_followed(here):
    Path("map.toml").write_text(
        mapping.template(["Wer", "Wann", "Was", "Wie lang"])
        .replace('"Wer" = "ignore"', '"Wer" = "number"')
        .replace('"Wann" = "ignore"', '"Wann" = "time"')
        .replace('"Was" = "ignore"', '"Was" = "type"')
        .replace('"Wie lang" = "ignore"', '"Wie lang" = "duration"'),
        encoding="utf-8",
    )
    assert main(["strange.csv", "--map", "map.toml", "--only", "data", "--quiet"]) == 0
    with Path("strange-analysis/data/events.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(r["number"], r["outcome"], r["duration_s"]) for r in rows] == [
        ("+8613911110001", "missed", "0"),
        ("+8613911110002", "answered", "12"),
    ]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("[columns]\nWer = 'nummer'\nWann='time'", "nummer"),
        ("[columns]\nWer = 'number'", "both are needed"),
        ("x = 1", "[columns]"),
        ("[columns", "TOML"),
    ],
)
def test_mistakes_in_a_map_are_named(here, capsys, text, word):
    Path("map.toml").write_text(text)
    assert main(["strange.csv", "--map", "map.toml", "--lang", "en"]) == 2
    assert word in capsys.readouterr().err
    assert main(["strange.csv", "--map", "none.toml", "--lang", "en"]) == 2


def test_words_are_fields_that_tables_know():
    from analyzer.importers.meanings import vocabulary

    assert {name for name in mapping.MEANINGS.values() if name != "ignored"} <= set(vocabulary()["fields"])
