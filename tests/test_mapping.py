"""--map: a table whose headings nobody knows is refused with a map to fill in, and read once it is filled in."""

import csv
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
    from analyzer.importers.tables.meanings import vocabulary

    assert {name for name in mapping.MEANINGS.values() if name != "ignored"} <= set(vocabulary()["fields"])


CODED = "Wer,Wann,Was\n13911110001,2026-03-01 23:00:00,E-V\n13911110002,2026-03-02 10:00:00,Ein\n13911110003,2026-03-03 10:00:00,Notiz\n"
COLUMNS = '[columns]\n"Wer" = "number"\n"Wann" = "time"\n"Was" = "type"\n'


def events() -> list[tuple[str, str, str]]:
    with Path("coded-analysis/data/events.csv").open(encoding="utf-8-sig", newline="") as file:
        return [(row["number"], row["direction"], row["outcome"]) for row in csv.DictReader(file)]


def run(*arguments: str) -> int:
    return main(["coded.csv", "--only", "data", "--lang", "en", "--force", *arguments])


@pytest.fixture
def coded(here, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(here / "config"))
    Path("coded.csv").write_text(CODED, encoding="utf-8")
    return here


@pytest.mark.parametrize(
    "values",
    [
        '[values]\n"E-V" = "missed"\n"Ein" = "in"\n"Notiz" = "ignore"\n',
        '[values.direction]\n"Ein" = "in"\n[values.outcome]\n"E-V" = "missed"\n[values.row]\nNotiz = "ignore"\n',
        '[values]\n"E-V" = "in missed"\n"ein" = "in"\n"Notiz" = "ignore"\n"Aus" = ""\n',
    ],
)
def test_values_are_explained(coded, values):
    Path("map.toml").write_text(COLUMNS + values, encoding="utf-8")
    assert run("--map", "map.toml", "--quiet") == 0
    assert events() == [("+8613911110001", "in", "missed"), ("+8613911110002", "in", "unknown")]
    ledger = Path("coded-analysis/case.json").read_text(encoding="utf-8")
    assert '"skipped": 1' in ledger
    assert main(["verify", "coded-analysis"]) == 0  # recounted with the same map


def test_the_map_to_fill_in_holds_the_values_that_were_seen(coded):
    assert run() == 2
    made = Path("map.toml").read_text(encoding="utf-8")
    assert '"Was" = "ignore"' in made and '"E-V" = ""' in made and '"Ein" = ""' in made
    assert "13911110001" not in made
    with pytest.raises(mapping.UsageError):  # as it stands, it names no number
        mapping.read_map(Path("map.toml"))


def test_values_of_a_table_with_known_headings_are_asked_for_and_explained(coded, capsys):
    Path("coded.csv").write_text(CODED.replace("Wer,Wann,Was", "number,time,type"), encoding="utf-8")
    assert run() == 0
    assert "--map map.toml" in capsys.readouterr().out
    made = Path("map.toml").read_text(encoding="utf-8")
    assert "[columns]" not in made and '"E-V" = ""' in made
    assert {way for _, way, _ in events()} == {"unknown"}
    Path("map.toml").write_text(made.replace('"E-V" = ""', '"E-V" = "rejected"').replace('"Ein" = ""', '"Ein" = "out"'))
    assert run("--map", "map.toml") == 0
    assert [event[1:] for event in events()] == [("in", "rejected"), ("out", "unknown"), ("unknown", "unknown")]


def test_what_a_map_says_of_columns_comes_before_what_headings_say(coded):
    Path("coded.csv").write_text("number,phone,time,type\n1,13911110001,2026-03-01 23:00:00,missed\n")
    Path("map.toml").write_text('[columns]\nnumber = "ignore"\nphone = "number"\ntime = "time"\n')
    assert run("--map", "map.toml", "--quiet") == 0
    assert events() == [("+8613911110001", "in", "missed")]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ('[values]\nx = "eingehend"', "eingehend"),
        ('[values]\nx = "in out"', "in out"),
        ("[values]\nx = 3", "3"),
        ('[values.direction]\nx = "missed"', "missed"),
        ("values = 3", "[columns]"),
    ],
)
def test_mistakes_in_values_are_named(coded, capsys, text, word):
    Path("map.toml").write_text(text)
    assert run("--map", "map.toml") == 2
    said = capsys.readouterr().err
    assert word in said and said.count("\n") == 1


def test_a_map_is_kept_only_where_asked_and_forgotten_when_asked(coded, capsys):
    filled = COLUMNS + '[values]\n"E-V" = "missed"\n"Ein" = "in"\nNotiz = "ignore"\n'
    Path("map.toml").write_text(filled, encoding="utf-8")
    assert run("--map", "map.toml") == 0
    assert run() == 2  # nothing was kept
    capsys.readouterr()
    assert run("--map", "map.toml", "--remember") == 0
    kept = str(Path("config", "call-sms-analyzer", "maps.toml"))
    assert kept in capsys.readouterr().out.replace("\n", "")
    assert run() == 0
    assert kept in capsys.readouterr().err
    assert events() == [("+8613911110001", "in", "missed"), ("+8613911110002", "in", "unknown")]
    Path("coded.csv").write_text(CODED.replace("Wann", "Wenn"), encoding="utf-8")
    assert run() == 2  # another table
    Path("coded.csv").write_text(CODED, encoding="utf-8")
    assert main(["--forget"]) == 0 and kept in capsys.readouterr().out.replace("\n", "")
    assert not Path(kept).exists() and run() == 2
    assert main(["--forget"]) == 0


def test_a_map_is_kept_for_tables_in_folders_too_and_the_last_one_counts(coded):
    columns = tuple(zip(("Wer", "Wann", "Was"), ("number", "time", "type"), strict=True))
    mapping.remember(mapping.Map(columns, (("Ein", "out"),)))
    mapping.remember(mapping.Map(columns, (("Ein", "in"),)))
    assert len(mapping.remembered()) == 1
    folder = Path("coded")
    folder.mkdir()
    Path("coded.csv").rename(folder / "coded.csv")
    Path(folder, "known.csv").write_text("number,time,type\n13911110009,2026-03-09 10:00:00,missed\n")
    assert main(["coded", "--only", "data", "--quiet"]) == 0
    assert ("+8613911110002", "in", "unknown") in events() and len(events()) == 4


def test_a_file_of_kept_maps_that_was_spoilt_is_named(coded, capsys):
    Path("config/call-sms-analyzer").mkdir(parents=True)
    Path("config/call-sms-analyzer/maps.toml").write_text("map = 3")
    assert run() == 2
    assert "--forget" in capsys.readouterr().err
    assert main(["--forget"]) == 0


def test_remember_needs_a_map_with_columns(coded):
    assert run("--remember") == 2
    Path("coded.csv").write_text(CODED.replace("Wer,Wann,Was", "number,time,type"), encoding="utf-8")
    Path("map.toml").write_text('[values]\nEin = "in"\n')
    assert run("--map", "map.toml", "--remember") == 2


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@given(st.lists(TEXT, max_size=6), st.lists(TEXT, max_size=6))
def test_whatever_headings_and_values_are_the_map_that_is_offered_is_valid(headings, values):
    made = tomllib.loads(mapping.template(headings, values))
    assert list(made.get("columns", {})) == list(dict.fromkeys(headings))
    assert list(made.get("values", {})) == list(dict.fromkeys(values))


WORDS = st.sampled_from(["number", "time", "type", "ignore", "in", "missed", "in missed", "out in", "", "x"])
ENTRY = st.one_of(WORDS, st.integers(), st.lists(WORDS, max_size=2), st.dictionaries(TEXT, WORDS, max_size=2))
TABLES = st.dictionaries(
    st.sampled_from(["columns", "values", "direction", "x"]) | TEXT,
    st.one_of(ENTRY, st.dictionaries(st.sampled_from(["direction", "kind", "a"]), ENTRY)),
    max_size=4,
)


@given(TABLES)
def test_a_map_is_understood_or_refused_with_a_sentence(data):
    try:
        one = mapping.map_of(data, Path("map.toml"))
    except mapping.UsageError as error:
        assert "\n" not in str(error)
        return
    assert one.columns or one.values or data.get("values")
    assert {word for _, word in one.columns} <= set(mapping.MEANINGS)
