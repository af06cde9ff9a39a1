"""Rules of a person's own: added, put in the place of others, refused with the line and the key; kept beside the results."""

import json
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.cli import main
from analyzer.locales import translator
from analyzer.problems import UsageError
from analyzer.rule import Rule
from analyzer.rules import RULE_PACKS, pack, packs, rules
from analyzer.rules.measures import MEASURES
from analyzer.settings import RuleFile

SHORT = """\
[[rule]]
id = "MY-3ADAY"
title = "more than three calls a day"
counts = "attempted"
window = { type = "local_day" }
limit = 3
"""


def own(text):
    return packs.own_rules(RuleFile("mine.toml", text.encode()))


def test_an_entry_may_be_short():
    [rule] = own(SHORT)
    assert (rule.jurisdiction, rule.force, rule.per, rule.limit) == ("own", "heuristic", ("number",), 3)
    assert rule.title == {"zh": "more than three calls a day", "en": "more than three calls a day"}
    assert "mine.toml" in rule.citation("en") and rule.wording["en"].format(observed=4, limit=3)


def test_own_rules_come_last_and_take_the_place_of_others():
    mine = RuleFile("mine.toml", (SHORT + SHORT.replace("MY-3ADAY", "H-CALL-BURST")).encode())
    before, after = rules(("cn",)), rules(("cn",), (mine,))
    assert [r.id for r in after] == [*(r.id for r in before), "MY-3ADAY"]
    changed = {r.id: r for r in after}["H-CALL-BURST"]
    assert changed.limit == 3 and changed.jurisdiction == "own"
    assert "mine.toml" in changed.source["zh"]


WRONG = [
    ('limit = 3', 'limit = "3"', 6, "limit"),
    ('limit = 3', 'limit = -1', 6, "limit"),
    ('limit = 3', 'limit = true', 6, "limit"),
    ('limit = 3', '', 1, "limit"),
    ('counts = "attempted"', 'counts = "all"', 4, "counts"),
    ('counts = "attempted"', 'counts = "attempted"\nper = "number"', 5, "per"),
    ('counts = "attempted"', 'counts = "attempted"\nper = ["caller"]', 5, "per"),
    ('counts = "attempted"', 'counts = "attempted"\nsince = 2026-01-01', 5, "since"),
    ('counts = "attempted"', 'counts = "attempted"\nforce = "law"', 1, "source"),
    ('counts = "attempted"', 'counts = "attempted"\nin_force_from = "2026-01-01"', 5, "in_force_from"),
    ('counts = "attempted"', 'counts = "attempted"\nwording = "{observed.__class__}"', 5, "wording"),
    ('counts = "attempted"', 'counts = "attempted"\nwording = "{observed"', 5, "wording"),
    ('counts = "attempted"', 'counts = "attempted"\ntitle.zh = "每日三次"', 3, "title"),
    ('title = "more than three calls a day"', 'title.zh = "每日三次"', 3, "title"),
    ('id = "MY-3ADAY"', 'id = "../x"', 2, "id"),
    ('{ type = "local_day" }', '{ type = "day" }', 5, "window"),
    ('{ type = "local_day" }', '{ type = ["local_day"] }', 5, "window"),
    ('{ type = "local_day" }', '{ type = "local_day", days = 7 }', 5, "window"),
    ('{ type = "local_day" }', '{ type = "sliding" }', 5, "window"),
    ('{ type = "local_day" }', '{ type = "sliding", seconds = 0 }', 5, "window"),
    ('{ type = "local_day" }', '{ type = "hours", from = "22:00", to = "24:30" }', 5, "window"),
    ('{ type = "local_day" }', '{ type = "hours", from = "22:00", to = "22:00:00" }', 5, "window"),
    ('{ type = "local_day" }', '{ type = "outside_hours", weekdays = ["08:00-08:00"], saturday = [], sunday = [] }', 5, "window"),
    ('limit = 3', 'limit = 3\nin_force_from = 2026-02-01\nin_force_to = 2026-01-31', 8, "in_force_to"),
    ('{ type = "local_day" }', '{ type = "outside_hours", weekdays = ["8-20"], saturday = [], sunday = [] }', 5, "window"),
    ('{ type = "local_day" }', '{ type = "after_refusal", business_days = 3, calendar = "XX" }', 5, "window"),
    ('{ type = "local_day" }', '{ type = "calendar_week", starts = "friday" }', 5, "window"),
    ('[[rule]]', '[rule]', 1, "rule"),
    ('[[rule]]', 'rules = 1\n[[rule]]', 1, "rules"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "key"), WRONG, ids=[wrong[1] or "left out" for wrong in WRONG])
def test_a_mistake_is_named_with_its_line_and_key(old, new, line, key):
    text = SHORT.replace(old, new)
    with pytest.raises(UsageError) as raised:
        own(text)
    said = str(raised.value)
    if "valid TOML" not in said:
        assert said.startswith(f"mine.toml, line {line}, {key}: ")
    assert raised.value.in_words(translator("zh")) != said


def test_the_line_is_that_of_the_entry_with_the_mistake():
    with pytest.raises(UsageError, match=r"mine.toml, line 14, limit: "):
        own(SHORT + "\n" + SHORT.replace("MY-", "MY-2-").replace("limit = 3", "# no\nlimit = 3.5"))
    with pytest.raises(UsageError, match=r"mine.toml, line 8, id: 'MY-3ADAY' stands twice"):
        own(SHORT + SHORT)


@pytest.mark.parametrize(
    ("raw", "word"), [(b"", "hold no"), (b"\xff\xfe", "UTF-8"), (b"[[rule]\n", "line 1"), (b"x = ", "TOML")]
)
def test_files_that_are_no_rules(raw, word):
    with pytest.raises(UsageError, match=word):
        packs.own_rules(RuleFile("mine.toml", raw))


def test_every_shipped_rule_may_stand_in_a_file_of_ones_own():
    """What a person copies out of a pack and edits is read as it is."""
    from importlib import resources

    for name in RULE_PACKS:
        text = resources.files("analyzer.rules").joinpath(f"{name}.toml").read_text(encoding="utf-8")
        body = text.partition("[[citation]]")[0]
        if "[[rule]]" in body:
            assert [rule.id for rule in own(body)] == [rule.id for rule in pack(name)]


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    lines = [f"未接来电,13911110001,2026-03-01 1{h}:00:00" for h in range(4)]
    Path("x.csv").write_text("\n".join(["类型,号码,时间", *lines, ""]), encoding="utf-8")
    Path("Mine.toml").write_text(SHORT, encoding="utf-8")
    return tmp_path


def test_on_the_command_line(here, capsys):
    """The region's own rules stay, the file's are added, the file is kept, and the run can be repeated from the folder."""
    assert main(["x.csv", "--rules", "Mine.toml", "--only", "data", "--quiet"]) == 0
    facts = json.loads(Path("x-analysis/case.json").read_text(encoding="utf-8"))
    assert facts["settings"]["rules"] == ["cn"]
    assert {rule["jurisdiction"] for rule in facts["rules"]} == {"cn", "heuristic", "own"}
    assert [f["observed"] for f in facts["findings"] if f["rule"] == "MY-3ADAY"] == [4]
    assert (here / "x-analysis/rules/1-Mine.toml").read_text(encoding="utf-8") == SHORT
    Path("Mine.toml").unlink()
    assert main(["verify", "x-analysis"]) == 0


def test_on_the_command_line_with_jurisdictions(here, capsys):
    assert main(["x.csv", "--rules", "US,us-ma,Mine.toml", "--only", "data", "--quiet"]) == 0
    facts = json.loads(Path("x-analysis/case.json").read_text(encoding="utf-8"))
    assert facts["settings"]["rules"] == ["us", "us-ma"]
    assert {"US-MA-2IN7", "MY-3ADAY"} <= {rule["id"] for rule in facts["rules"]}
    assert "CN-GBT-NIGHT" not in {rule["id"] for rule in facts["rules"]}


@pytest.mark.parametrize(("named", "word"), [("no.toml", "no.toml"), ("ca", "ca-on, ca-qc"), ("xx", "known are cn")])
def test_what_cannot_be_applied_is_one_sentence(here, capsys, named, word):
    assert main(["x.csv", "--rules", named, "--lang", "en"]) == 2
    said = capsys.readouterr().err
    assert word in said and said.count("\n") == 1
    assert not Path("x-analysis").exists()


@pytest.mark.parametrize(("region", "zone", "expected"), [("GB", "", ["uk"]), ("AU", "Australia/Sydney", ["au"]), ("CA", "America/Toronto", []), ("DE", "", [])])  # fmt: skip
def test_a_region_brings_its_own_rules(here, capsys, region, zone, expected):
    told = ["--tz", zone] if zone else []
    assert main(["x.csv", "--region", region, *told, "--only", "data", "--quiet"]) == 0
    assert json.loads(Path("x-analysis/case.json").read_text(encoding="utf-8"))["settings"]["rules"] == expected


ODD = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5), st.dates(), st.datetimes()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(["zh", "en", "type"]), inner)),
    max_leaves=5,
)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([field.name for field in fields(Rule)] + ["x"]), ODD, st.sampled_from(sorted(MEASURES)))
def test_odd_values_are_mistakes_and_nothing_else(key, value, kind):
    """Whatever a TOML file may hold in a place: a rule or one sentence, never another exception."""
    entry = {"id": "X-1", "title": "x", "counts": "any", "limit": 1, "window": {"type": kind}, key: value}
    if isinstance(value, dict) and key == "window":
        entry["window"] = {"type": kind, "days": value.get("zh"), "weekdays": value.get("en")}
    try:
        rule = packs._rule(packs._completed(entry, "mine.toml"), "own")
        assert rule.id and rule.citation("zh") is not None and rule.wording["en"].format(observed=1, limit=0)
    except packs.Mistake as mistake:
        assert str(mistake.at("mine.toml", 1))
